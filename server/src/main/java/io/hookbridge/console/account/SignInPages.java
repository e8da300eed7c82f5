package io.hookbridge.console.account;

import io.hookbridge.console.form.KeptForm;
import io.hookbridge.console.form.KeptForms;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.ReturnTo;
import io.hookbridge.console.frame.SignInForm;
import io.hookbridge.console.frame.SignInPage;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Redirect;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.tenant.user.Browser;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.KnownBrowsers;
import io.hookbridge.tenant.user.Password;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.SignInOutcome;
import io.hookbridge.tenant.user.SignIns;
import io.hookbridge.tenant.user.User;
import io.micrometer.core.instrument.MeterRegistry;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code /sign-in} and {@code /sign-out}. */
public final class SignInPages {

    /** In bytes: what was typed elsewhere may come with it. */
    private static final int LONGEST = 4 * Route.SMALL_BODY;

    private final SignIns signIns;
    private final Sessions sessions;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final SignInForm form;
    private final KeptForms kept;
    private final SessionCookie cookie;
    private final URI publicUrl;
    private final MeterRegistry meters;

    public SignInPages(
            SignIns signIns,
            Sessions sessions,
            Pages pages,
            ConsoleVisits visits,
            SignInForm form,
            KeptForms kept,
            SessionCookie cookie,
            URI publicUrl,
            MeterRegistry meters) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.pages = pages;
        this.visits = visits;
        this.form = form;
        this.kept = kept;
        this.cookie = cookie;
        this.publicUrl = publicUrl;
        this.meters = meters;
    }

    public List<Route> routes() {
        return List.of(
                pages.open("GET", ConsoleVisits.SIGN_IN, this::open),
                pages.open("POST", ConsoleVisits.SIGN_IN, this::signIn).taking(LONGEST),
                visits.post(
                        ConsoleVisits.SIGN_OUT, Admission.VISITORS_KEPT_OUT_TOO, this::signOut));
    }

    private Answer open(Call call) {
        String returnTo = ReturnTo.of(call.query("return_to"));
        return visits.find(call).filter(visit -> visit.keptOut().isEmpty()).isPresent()
                ? pages.goTo(returnTo)
                : form.show(200, call, SignInPage.leadingTo(returnTo).saying(pages.notice(call)));
    }

    SignIns.Attempt attempt(Call call, EmailAddress email) {
        return new SignIns.Attempt(
                Browser.of(call), cookie.read(call), marks(email).text(call), call.requestId());
    }

    /** Where a browser keeps its mark of this person; several people may share a browser. */
    private SessionCookie marks(EmailAddress email) {
        return SessionCookie.of(
                "hookbridge_browser_" + email.shortHash(), ConsoleVisits.SIGN_IN, publicUrl);
    }

    private Answer signIn(Call call) {
        Form typed = form.checked(call);
        Optional<KeptForm> left = KeptForm.parse(typed.text("kept"));
        SignInPage page =
                SignInPage.leadingTo(ReturnTo.of(Optional.of(typed.text("return_to"))))
                        .keeping(left.orElse(null));
        Optional<EmailAddress> email = EmailAddress.parse(typed.text("email"));
        SignInOutcome outcome =
                email.map(known ->
                                signIns.byPassword(
                                        known,
                                        new Password(typed.secret("password")),
                                        attempt(call, known)))
                        .orElseGet(SignInOutcome.Refused::new);
        count("password", outcome);
        Phrases phrases = Phrases.in(Language.ofConsole(call));
        return switch (outcome) {
            case SignInOutcome.SignedIn signedIn -> {
                left.ifPresent(unsent ->
                        sessions.find(signedIn.cookie())
                                .ifPresent(session -> kept.keep(session.id(), unsent)));
                yield enter(
                        email.orElseThrow(),
                        signedIn,
                        left.map(unsent ->
                                        ConsoleNotice.STEP_NOT_DONE.in(phrases).on(unsent.page()))
                                .orElseGet(() -> Redirect.to(page.returnTo())));
            }
            case SignInOutcome.Refused _ ->
                    form.show(
                                    401,
                                    call,
                                    page.alerting(
                                            phrases.say("entrance.refused"), typed.text("email")))
                            .header("WWW-Authenticate", "ConsoleSignIn");
            case SignInOutcome.Barred(User.Standing why) ->
                    form.show(403, call, page.alerting(barred(why, phrases), typed.text("email")));
            case SignInOutcome.TooMany(Duration delay) ->
                    form.show(
                                    429,
                                    call,
                                    page.alerting(
                                            phrases.say("entrance.too_many", phrases.wait(delay)),
                                            typed.text("email")))
                            .header("Retry-After", Long.toString(delay.toSeconds() + 1));
        };
    }

    /** Why somebody who has proved to be the person is not let in, and what to do. */
    static String barred(User.Standing why, Phrases phrases) {
        return phrases.say(
                why == User.Standing.DISABLED
                        ? "entrance.barred.disabled"
                        : "entrance.barred.tenant_inactive");
    }

    /** Lets the browser in with a session of its own. */
    Answer enter(EmailAddress email, SignInOutcome.SignedIn signedIn, Redirect next) {
        return remember(
                email,
                signedIn.mark(),
                pages.goTo(next).cookie(cookie.keep(signedIn.cookie(), Sessions.LONGEST)));
    }

    /** The same answer with the mark of a browser that the person has signed in with. */
    Answer remember(EmailAddress email, String mark, Answer.Raw answer) {
        return answer.cookie(marks(email).keep(mark, KnownBrowsers.LIFE));
    }

    /**
     * @param way {@code password} or {@code link}
     */
    void count(String way, SignInOutcome outcome) {
        meters.counter("hookbridge.console.sign_ins", "way", way, "outcome", outcome.word())
                .increment();
    }

    private Answer signOut(ConsoleVisit visit, Form form) {
        sessions.end(
                visit.session(),
                visit.session().id(),
                visit.call().address(),
                visit.call().requestId());
        return leave(visit, ConsoleNotice.SIGNED_OUT);
    }

    /** Makes the browser forget a session that has ended. */
    Answer leave(ConsoleVisit visit, ConsoleNotice notice) {
        return pages.goTo(notice.in(visit.phrases()).on(ConsoleVisits.SIGN_IN))
                .cookie(cookie.forget());
    }
}
