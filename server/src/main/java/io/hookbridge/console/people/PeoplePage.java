package io.hookbridge.console.people;

import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.When;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * The people of the tenant, and the form to invite one.
 *
 * @param manages whether the visitor may change anything
 * @param alert why nobody was invited, or null
 * @param typed the address that was typed; empty at first
 * @param role the word of the role that is chosen
 */
public record PeoplePage(
        Shell shell,
        boolean manages,
        List<Row> people,
        @Nullable String alert,
        String typed,
        String role) {

    static final String PATH = Section.PEOPLE.path();

    /**
     * A person in the list.
     *
     * @param path what the paths of the person's own pages begin with; null for somebody who is not
     *     the visitor's to change
     * @param state what keeps the person out, or null
     * @param lastSignIn null if never
     */
    public record Row(
            String email,
            @Nullable String path,
            String role,
            boolean self,
            boolean operator,
            @Nullable String state,
            @Nullable When lastSignIn) {

        static Row of(User user, ConsoleVisit visit, Instant now) {
            Instant last = user.lastSignInAt();
            return new Row(
                    user.email().text(),
                    mayChange(visit, user) ? PATH + "/" + user.id() : null,
                    visit.phrases().say("people.role." + user.role().word()),
                    user.id().equals(visit.user().id()),
                    user.operator(),
                    state(user, visit.phrases()),
                    last == null ? null : new When(last, now));
        }

        private static @Nullable String state(User user, Phrases phrases) {
            if (user.standing() == User.Standing.DISABLED) {
                return phrases.say("people.disabled");
            }
            return user.hasPassword() ? null : phrases.say("people.invited");
        }
    }

    /**
     * Whether a person is the visitor's to change. A link to choose a password is as good as the
     * person, so no owner of a tenant may become an operator by one.
     */
    static boolean mayChange(ConsoleVisit visit, User user) {
        return visit.isOwner() && (!user.operator() || visit.isOperator());
    }

    /** The words of the roles to choose from. */
    public List<String> roles() {
        return List.of(UserRole.MEMBER.word(), UserRole.OWNER.word());
    }
}
