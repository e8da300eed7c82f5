package io.hookbridge.console.account;

import io.hookbridge.base.SecretToken;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.ReturnTo;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Redirect;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.http.page.Words;
import io.hookbridge.tenant.user.Browser;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.KnownBrowsers;
import io.hookbridge.tenant.user.Password;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.SignInOutcome;
import io.hookbridge.tenant.user.SignIns;
import io.hookbridge.tenant.user.User;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /sign-in} and {@code /sign-out}. */
public final class SignInPages {

    private static final String REFUSED =
            "The email address or the password is not right. Check both and try again.";

    private static final String TOO_MANY =
            "There were too many attempts. Try again in %s, with a browser you have signed in with"
                    + " before, or ask the operator of this server for a link to choose a new password.";

    private final SignIns signIns;
    private final Sessions sessions;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final FormGuard forms;
    private final SessionCookie cookie;
    private final URI publicUrl;
    private final MeterRegistry meters;

    /** Ties a form to the browser it was made for before there is a session. */
    private final SessionCookie formCookie;

    public SignInPages(
            SignIns signIns,
            Sessions sessions,
            Pages pages,
            ConsoleVisits visits,
            FormGuard forms,
            SessionCookie cookie,
            URI publicUrl,
            MeterRegistry meters) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.pages = pages;
        this.visits = visits;
        this.forms = forms;
        this.cookie = cookie;
        this.publicUrl = publicUrl;
        this.formCookie = SessionCookie.of("hookbridge_sign_in", "/", publicUrl);
        this.meters = meters;
    }

    public List<Route> routes() {
        return List.of(
                pages.open("GET", ConsoleVisits.SIGN_IN, this::open),
                pages.open("POST", ConsoleVisits.SIGN_IN, this::signIn),
                visits.post("/sign-out", Admission.VISITORS_KEPT_OUT_TOO, this::signOut));
    }

    private Answer open(Call call) {
        String returnTo = ReturnTo.of(call.query("return_to"));
        return visits.find(call).filter(visit -> visit.keptOut().isEmpty()).isPresent()
                ? pages.goTo(returnTo)
                : form(call, returnTo, null);
    }

    /**
     * The sign-in in the place of a page that only people who are signed in can see.
     *
     * @param lead where the person is, in a sentence or two; null to leave it out
     */
    public Answer form(Call call, String returnTo, @Nullable String lead) {
        return withForm(
                call,
                token ->
                        pages.show(
                                200,
                                "console/sign-in.jte",
                                new SignInPage(
                                        lead, pages.notice(call), null, "", returnTo, token)));
    }

    /** Makes a page with a form for somebody who is not signed in. */
    @FunctionalInterface
    interface FormPage {
        Answer.Raw with(String formToken);
    }

    Answer.Raw withForm(Call call, FormPage page) {
        Optional<SecretToken> known = formCookie.read(call);
        SecretToken token = known.orElseGet(SecretToken::random);
        Answer.Raw answer = page.with(forms.tokenFor(token));
        return known.isPresent()
                ? answer
                : answer.cookie(formCookie.keep(token, Duration.ofDays(1)));
    }

    /** The fields of a form that {@link #withForm} made for the same browser. */
    Form checked(Call call) {
        Map<String, String> fields = call.form();
        // A browser without the cookie cannot know the token of the one that is made up here.
        forms.check(call, fields, formCookie.read(call).orElseGet(SecretToken::random));
        return new Form(fields);
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
        Form form = checked(call);
        String returnTo = ReturnTo.of(Optional.of(form.text("return_to")));
        Optional<EmailAddress> email = EmailAddress.parse(form.text("email"));
        SignInOutcome outcome =
                email.map(known ->
                                signIns.byPassword(
                                        known,
                                        new Password(form.secret("password")),
                                        attempt(call, known)))
                        .orElseGet(SignInOutcome.Refused::new);
        count("password", outcome);
        return switch (outcome) {
            case SignInOutcome.SignedIn signedIn ->
                    enter(email.orElseThrow(), signedIn, Redirect.to(returnTo));
            case SignInOutcome.Refused _ ->
                    refused(401, call, form, returnTo, REFUSED)
                            .header("WWW-Authenticate", "ConsoleSignIn");
            case SignInOutcome.Barred(User.Standing why) ->
                    refused(403, call, form, returnTo, barred(why));
            case SignInOutcome.TooMany(Duration delay) ->
                    refused(429, call, form, returnTo, TOO_MANY.formatted(Words.wait(delay)))
                            .header("Retry-After", Long.toString(delay.toSeconds() + 1));
        };
    }

    /** Why somebody who has proved to be the person is not let in, and what to do. */
    static String barred(User.Standing why) {
        return (why == User.Standing.DISABLED
                        ? "The operator of this server has disabled this sign-in."
                        : "The operator of this server has suspended this account.")
                + " Ask the operator to let you in again.";
    }

    private Answer refused(int status, Call call, Form form, String returnTo, String alert) {
        return withForm(
                call,
                token ->
                        pages.show(
                                status,
                                "console/sign-in.jte",
                                new SignInPage(
                                        null, null, alert, form.text("email"), returnTo, token)));
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
        sessions.end(visit.session(), visit.session().id(), visit.call().requestId());
        return leave(ConsoleNotice.SIGNED_OUT);
    }

    /** Makes the browser forget a session that has ended. */
    Answer leave(ConsoleNotice notice) {
        return pages.goTo(notice.on(ConsoleVisits.SIGN_IN)).cookie(cookie.forget());
    }
}
