package io.hookbridge.console.account;

import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.LanguageCookie;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.tenant.user.Password;
import io.hookbridge.tenant.user.SessionId;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.SignIns;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code /console/account}: the person's password, and the browsers that are signed in. */
public final class AccountPages {

    private static final String PATH = Section.ACCOUNT.path();

    /** Begins anew with each choice. */
    private static final Duration LANGUAGE_KEPT = Duration.ofDays(365);

    private final SignIns signIns;
    private final Sessions sessions;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final SignInPages signInPages;
    private final LanguageCookie language;

    public AccountPages(
            SignIns signIns,
            Sessions sessions,
            Pages pages,
            ConsoleVisits visits,
            SignInPages signInPages,
            LanguageCookie language) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.pages = pages;
        this.visits = visits;
        this.signInPages = signInPages;
        this.language = language;
    }

    public List<Route> routes() {
        return List.of(
                visits.get(PATH, Admission.VISITORS, visit -> show(visit, 200, null, null)),
                visits.post(PATH + "/password", Admission.VISITORS, this::changePassword),
                visits.post(PATH + "/language", Admission.VISITORS, this::chooseLanguage),
                visits.post(PATH + "/browsers/{id}/sign-out", Admission.VISITORS, this::endOne),
                visits.post(
                        PATH + "/sign-out-everywhere",
                        Admission.VISITORS_KEPT_OUT_TOO,
                        this::endAll));
    }

    private Answer show(
            ConsoleVisit visit,
            int status,
            @Nullable String currentAlert,
            @Nullable String newAlert) {
        return pages.show(
                status,
                "console/account.jte",
                AccountPage.of(visit, sessions.list(visit.session()), currentAlert, newAlert),
                visit.phrases().language());
    }

    private Answer changePassword(ConsoleVisit visit, Form form) {
        Optional<String> objection =
                NewPassword.objection(form, visit.user().email(), visit.phrases());
        if (objection.isPresent()) {
            return show(visit, 422, null, objection.get());
        }
        SignIns.Change change =
                signIns.change(
                        visit.session(),
                        new Password(form.secret("password")),
                        new Password(form.secret(NewPassword.FIELD)),
                        visit.call().address(),
                        visit.call().requestId());
        Phrases phrases = visit.phrases();
        return switch (change) {
            case SignIns.Change.Done(String mark) ->
                    signInPages.remember(
                            visit.user().email(),
                            mark,
                            pages.goTo(AccountNotice.PASSWORD_CHANGED.in(phrases).on(PATH)));
            case SignIns.Change.WrongPassword _ ->
                    show(visit, 422, phrases.say("console.account.password.wrong"), null);
            case SignIns.Change.TooMany(var delay) ->
                    show(
                            visit,
                            429,
                            phrases.say("console.account.password.too_many", phrases.wait(delay)),
                            null);
        };
    }

    private Answer chooseLanguage(ConsoleVisit visit, Form form) {
        Optional<Language> chosen =
                Language.of(form.text("language")).filter(Language.CONSOLE::contains);
        Phrases phrases =
                Phrases.in(chosen.orElseGet(() -> Language.acceptedForConsole(visit.call())));
        return pages.goTo(AccountNotice.LANGUAGE_CHOSEN.in(phrases).on(PATH))
                .cookie(language.keep(chosen, LANGUAGE_KEPT));
    }

    private Answer endOne(ConsoleVisit visit, Form form) {
        boolean ended =
                SessionId.parse(visit.call().path("id"))
                        .filter(id ->
                                sessions.end(
                                        visit.session(),
                                        id,
                                        visit.call().address(),
                                        visit.call().requestId()))
                        .isPresent();
        return pages.goTo(
                (ended ? AccountNotice.BROWSER_SIGNED_OUT : AccountNotice.BROWSER_GONE)
                        .in(visit.phrases())
                        .on(PATH));
    }

    private Answer endAll(ConsoleVisit visit, Form form) {
        sessions.endAll(visit.session(), visit.call().address(), visit.call().requestId());
        return signInPages.leave(visit, ConsoleNotice.SIGNED_OUT_EVERYWHERE);
    }
}
