package io.hookbridge.console.account;

import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.tenant.user.Password;
import io.hookbridge.tenant.user.Session;
import io.hookbridge.tenant.user.SessionId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * What a person sees of the own account.
 *
 * @param role in words
 * @param browsers where the person is signed in
 * @param currentAlert why the current password was not taken, or null
 * @param newAlert why the new one was not taken, or null
 */
public record AccountPage(
        Shell shell,
        String role,
        List<BrowserRow> browsers,
        @Nullable String currentAlert,
        @Nullable String newAlert,
        List<LanguageChoice> languages) {

    /**
     * A language that the console speaks.
     *
     * @param name what its speakers call it
     */
    public record LanguageChoice(String tag, String name, boolean chosen) {}

    /** A browser that is signed in. */
    public record BrowserRow(
            String id,
            String device,
            String address,
            String signedIn,
            String lastSeen,
            boolean current) {

        static BrowserRow of(Session session, SessionId current, Phrases phrases) {
            return new BrowserRow(
                    session.id().toString(),
                    Device.of(session.userAgent(), phrases),
                    session.address(),
                    phrases.moment(session.createdAt()),
                    phrases.moment(session.lastSeenAt()),
                    session.id().equals(current));
        }
    }

    static AccountPage of(
            ConsoleVisit visit,
            List<Session> sessions,
            @Nullable String currentAlert,
            @Nullable String newAlert) {
        Phrases phrases = visit.phrases();
        Optional<Language> chosen = Language.chosenForConsole(visit.call());
        return new AccountPage(
                visit.shell(Section.ACCOUNT),
                phrases.say("console.account.role." + visit.user().role().word()),
                sessions.stream()
                        .map(session -> BrowserRow.of(session, visit.session().id(), phrases))
                        .toList(),
                currentAlert,
                newAlert,
                Language.CONSOLE.stream()
                        .map(language ->
                                new LanguageChoice(
                                        language.tag(),
                                        language.ownName(),
                                        chosen.equals(Optional.of(language))))
                        .toList());
    }

    public int minimum() {
        return Password.MIN;
    }
}
