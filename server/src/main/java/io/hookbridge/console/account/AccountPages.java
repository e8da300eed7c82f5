package io.hookbridge.console.account;

import io.hookbridge.console.frame.Form;
import io.hookbridge.console.frame.Notice;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Visit;
import io.hookbridge.console.frame.Visits;
import io.hookbridge.console.frame.Words;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.tenant.user.Password;
import io.hookbridge.tenant.user.SessionId;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.SignIns;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** {@code /account}: the person's password, and the browsers that are signed in. */
public final class AccountPages {

    private final SignIns signIns;
    private final Sessions sessions;
    private final Pages pages;
    private final Visits visits;
    private final SignInPages signInPages;

    public AccountPages(
            SignIns signIns,
            Sessions sessions,
            Pages pages,
            Visits visits,
            SignInPages signInPages) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.pages = pages;
        this.visits = visits;
        this.signInPages = signInPages;
    }

    public List<Route> routes() {
        return List.of(
                visits.get("/account", visit -> show(visit, 200, null)),
                visits.post("/account/password", this::changePassword),
                visits.post("/account/browsers/{id}/sign-out", this::endOne),
                visits.postOfAnybody("/account/sign-out-everywhere", this::endAll));
    }

    private Answer show(Visit visit, int status, @Nullable String alert) {
        return pages.show(
                status,
                "console/account.jte",
                AccountPage.of(visit, sessions.list(visit.session()), alert));
    }

    private Answer changePassword(Visit visit, Form form) {
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
                            pages.goTo(Section.ACCOUNT.after(Notice.PASSWORD_CHANGED)));
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

    private Answer endOne(Visit visit, Form form) {
        boolean ended =
                SessionId.parse(visit.call().path("id"))
                        .filter(id -> sessions.end(visit.session(), id, visit.call().requestId()))
                        .isPresent();
        return pages.goTo(
                Section.ACCOUNT.after(ended ? Notice.BROWSER_SIGNED_OUT : Notice.BROWSER_GONE));
    }

    private Answer endAll(Visit visit, Form form) {
        sessions.endAll(visit.session(), visit.call().requestId());
        return signInPages.leave(Notice.SIGNED_OUT_EVERYWHERE);
    }
}
