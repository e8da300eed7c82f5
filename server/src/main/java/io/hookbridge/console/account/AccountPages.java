package io.hookbridge.console.account;

import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Words;
import io.hookbridge.tenant.user.Password;
import io.hookbridge.tenant.user.SessionId;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.SignIns;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** {@code /console/account}: the person's password, and the browsers that are signed in. */
public final class AccountPages {

    private static final String PATH = Section.ACCOUNT.path();

    private final SignIns signIns;
    private final Sessions sessions;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final SignInPages signInPages;

    public AccountPages(
            SignIns signIns,
            Sessions sessions,
            Pages pages,
            ConsoleVisits visits,
            SignInPages signInPages) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.pages = pages;
        this.visits = visits;
        this.signInPages = signInPages;
    }

    public List<Route> routes() {
        return List.of(
                visits.get(PATH, Admission.VISITORS, visit -> show(visit, 200, null)),
                visits.post(PATH + "/password", Admission.VISITORS, this::changePassword),
                visits.post(PATH + "/browsers/{id}/sign-out", Admission.VISITORS, this::endOne),
                visits.post(
                        PATH + "/sign-out-everywhere",
                        Admission.VISITORS_KEPT_OUT_TOO,
                        this::endAll));
    }

    private Answer show(ConsoleVisit visit, int status, @Nullable String alert) {
        return pages.show(
                status,
                "console/account.jte",
                AccountPage.of(visit, sessions.list(visit.session()), alert));
    }

    private Answer changePassword(ConsoleVisit visit, Form form) {
        Optional<String> objection = NewPassword.objection(form, visit.user().email());
        if (objection.isPresent()) {
            return show(visit, 422, objection.get());
        }
        SignIns.Change change =
                signIns.change(
                        visit.session(),
                        new Password(form.secret("password")),
                        new Password(form.secret(NewPassword.FIELD)),
                        visit.call().requestId());
        return switch (change) {
            case SignIns.Change.Done(String mark) ->
                    signInPages.remember(
                            visit.user().email(),
                            mark,
                            pages.goTo(ConsoleNotice.PASSWORD_CHANGED.on(PATH)));
            case SignIns.Change.WrongPassword _ ->
                    show(visit, 422, "The current password is not right.");
            case SignIns.Change.TooMany(var delay) ->
                    show(
                            visit,
                            429,
                            "There were too many attempts. Try again in "
                                    + Words.wait(delay)
                                    + ".");
        };
    }

    private Answer endOne(ConsoleVisit visit, Form form) {
        boolean ended =
                SessionId.parse(visit.call().path("id"))
                        .filter(id -> sessions.end(visit.session(), id, visit.call().requestId()))
                        .isPresent();
        return pages.goTo(
                (ended ? ConsoleNotice.BROWSER_SIGNED_OUT : ConsoleNotice.BROWSER_GONE).on(PATH));
    }

    private Answer endAll(ConsoleVisit visit, Form form) {
        sessions.endAll(visit.session(), visit.call().requestId());
        return signInPages.leave(ConsoleNotice.SIGNED_OUT_EVERYWHERE);
    }
}
