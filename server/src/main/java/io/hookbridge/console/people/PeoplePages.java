package io.hookbridge.console.people;

import static io.hookbridge.console.people.PeoplePage.PATH;

import io.hookbridge.access.Permission;
import io.hookbridge.base.UserId;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Question;
import io.hookbridge.http.page.Visits;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.PasswordLinks;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;
import io.hookbridge.tenant.user.Users;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code /console/people}: the people of the tenant. */
public final class PeoplePages {

    private static final String ONE = PATH + "/{id}";
    private static final String LINK = ONE + "/link";
    private static final String ROLE = ONE + "/role";
    private static final String REMOVE = ONE + "/remove";

    private final Users users;
    private final PasswordLinks links;
    private final UnaryOperator<String> address;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final InstantSource clock;

    /**
     * @param address where a link to choose a password leads, for its secret
     */
    public PeoplePages(
            Users users,
            PasswordLinks links,
            UnaryOperator<String> address,
            Pages pages,
            ConsoleVisits visits,
            InstantSource clock) {
        this.users = users;
        this.links = links;
        this.address = address;
        this.pages = pages;
        this.visits = visits;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                visits.get(
                        PATH,
                        Admission.to(Permission.READ),
                        visit -> show(visit, 200, null, "", UserRole.MEMBER)),
                visits.post(PATH, Admission.OWNERS, this::invite),
                visits.get(LINK, Admission.OWNERS, known(this::askForLink)),
                visits.post(LINK, Admission.OWNERS, change(this::makeLink)),
                visits.get(ROLE, Admission.OWNERS, known(this::askForRole)),
                visits.post(ROLE, Admission.OWNERS, change(this::setRole)),
                visits.get(REMOVE, Admission.OWNERS, known(this::askToRemove)),
                visits.post(REMOVE, Admission.OWNERS, change(this::remove)));
    }

    private Answer show(
            ConsoleVisit visit, int status, @Nullable String alert, String typed, UserRole role) {
        return pages.show(
                status,
                "console/people.jte",
                new PeoplePage(
                        visit.shell(Section.PEOPLE),
                        visit.isOwner(),
                        users.list(visit.tenant()).stream()
                                .map(user -> PeoplePage.Row.of(user, visit, clock.instant()))
                                .toList(),
                        alert,
                        typed,
                        role.word()),
                visit.phrases().language());
    }

    private Answer invite(ConsoleVisit visit, Form form) {
        String typed = form.text("email");
        UserRole role = UserRole.of(form.text("role")).orElse(UserRole.MEMBER);
        Optional<EmailAddress> email = EmailAddress.parse(typed);
        Phrases phrases = visit.phrases();
        if (email.isEmpty()) {
            return show(visit, 422, phrases.say("people.email.wrong"), typed, role);
        }
        return switch (users.invite(
                visit.tenant(), email.get(), role, visit.actor(), visit.call().requestId())) {
            case Users.Invitation.Made(User user) -> link(visit, user);
            case Users.Invitation.AddressTaken _ ->
                    show(visit, 422, phrases.say("people.email.taken"), typed, role);
            case Users.Invitation.NoRoom _ ->
                    show(visit, 422, phrases.say("people.full", Users.MAX_PER_TENANT), typed, role);
        };
    }

    /** Shows a fresh link of this person, once. */
    private Answer link(ConsoleVisit visit, User user) {
        return links.make(
                        user,
                        user.hasPassword() ? PasswordLinks.LIFE : PasswordLinks.FIRST_LIFE,
                        visit.actor(),
                        visit.call().requestId())
                .<Answer>map(made ->
                        pages.show(
                                201,
                                "console/people-link.jte",
                                new LinkPage(
                                        visit.shell(Section.PEOPLE),
                                        user.email().text(),
                                        address.apply(made.token().text()),
                                        visit.phrases().moment(made.expiresAt())),
                                visit.phrases().language()))
                .orElseGet(() -> goTo(visit, ConsoleNotice.PERSON_DISABLED));
    }

    private Answer goTo(ConsoleVisit visit, ConsoleNotice notice) {
        return pages.goTo(notice.in(visit.phrases()).on(PATH));
    }

    /** Answers a call that is about the person in the path. */
    @FunctionalInterface
    private interface OfPerson {
        Answer handle(ConsoleVisit visit, User user);
    }

    /** Answers a form that is about the person in the path. */
    @FunctionalInterface
    private interface FormOfPerson {
        Answer handle(ConsoleVisit visit, User user, Form form);
    }

    private Visits.Handler<ConsoleVisit> known(OfPerson handler) {
        return visit ->
                person(visit)
                        .map(user -> handler.handle(visit, user))
                        .orElseGet(() -> goTo(visit, ConsoleNotice.PERSON_GONE));
    }

    private Visits.FormHandler<ConsoleVisit> change(FormOfPerson handler) {
        return (visit, form) ->
                person(visit)
                        .map(user -> handler.handle(visit, user, form))
                        .orElseGet(() -> goTo(visit, ConsoleNotice.PERSON_GONE));
    }

    /** The person in the path, of the visitor's tenant and the visitor's to change. */
    private Optional<User> person(ConsoleVisit visit) {
        return UserId.parse(visit.call().path("id"))
                .flatMap(users::find)
                .filter(user -> user.tenant().equals(visit.tenant()))
                .filter(user -> PeoplePage.mayChange(visit, user));
    }

    private Answer askForLink(ConsoleVisit visit, User user) {
        Phrases phrases = visit.phrases();
        return ask(
                visit,
                new Question(
                        phrases.say("people.link.question", user.email().text()),
                        user.hasPassword()
                                ? List.of(
                                        phrases.say("people.link.new"),
                                        phrases.say("people.link.new.life"))
                                : List.of(
                                        phrases.say("people.link.first"),
                                        phrases.say("people.link.first.life")),
                        path(LINK, user),
                        Map.of(),
                        phrases.say("people.make_link"),
                        false,
                        PATH,
                        phrases.say("console.back")));
    }

    private Answer makeLink(ConsoleVisit visit, User user, Form form) {
        return link(visit, user);
    }

    private Answer askForRole(ConsoleVisit visit, User user) {
        UserRole other = user.role() == UserRole.OWNER ? UserRole.MEMBER : UserRole.OWNER;
        Phrases phrases = visit.phrases();
        return ask(
                visit,
                new Question(
                        phrases.say("people.promotion." + other.word(), user.email().text()),
                        List.of(
                                phrases.say(
                                        "people.promotion.effect",
                                        phrases.say("people.may." + other.word()))),
                        path(ROLE, user),
                        Map.of("role", other.word()),
                        phrases.say("people.promote." + other.word()),
                        false,
                        PATH,
                        phrases.say("console.back")));
    }

    private Answer setRole(ConsoleVisit visit, User user, Form form) {
        return UserRole.of(form.text("role"))
                .map(role ->
                        users.setRole(user, role, false, visit.actor(), visit.call().requestId()))
                .map(change ->
                        goTo(
                                visit,
                                switch (change) {
                                    case DONE, NOTHING_TO_DO -> ConsoleNotice.ROLE_CHANGED;
                                    case LAST_OWNER -> ConsoleNotice.LAST_OWNER;
                                }))
                .orElseGet(() -> goTo(visit, ConsoleNotice.PERSON_GONE));
    }

    private Answer askToRemove(ConsoleVisit visit, User user) {
        boolean self = user.id().equals(visit.user().id());
        Phrases phrases = visit.phrases();
        return ask(
                visit,
                Question.ofDanger(
                        self
                                ? phrases.say("people.removal.self")
                                : phrases.say("people.removal", user.email().text()),
                        List.of(
                                phrases.say(
                                        self
                                                ? "people.removal.self.effect"
                                                : "people.removal.effect"),
                                phrases.say("people.removal.audit"),
                                phrases.say("people.removal.keys")),
                        path(REMOVE, user),
                        phrases.say("people.remove"),
                        PATH,
                        phrases.say(self ? "people.removal.self.keep" : "people.removal.keep")));
    }

    private Answer remove(ConsoleVisit visit, User user, Form form) {
        return switch (users.remove(user, false, visit.actor(), visit.call().requestId())) {
            case DONE, NOTHING_TO_DO -> goTo(visit, ConsoleNotice.PERSON_REMOVED);
            case LAST_OWNER -> goTo(visit, ConsoleNotice.LAST_OWNER);
        };
    }

    private Answer ask(ConsoleVisit visit, Question question) {
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(visit.shell(Section.PEOPLE), question),
                visit.phrases().language());
    }

    private static String path(String template, User user) {
        return template.replace("{id}", user.id().toString());
    }
}
