package io.hookbridge.console.account;

import io.hookbridge.base.SecretToken;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.ReturnTo;
import io.hookbridge.console.frame.SignInForm;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Problem;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.Password;
import io.hookbridge.tenant.user.PasswordLinks;
import io.hookbridge.tenant.user.SignInOutcome;
import io.hookbridge.tenant.user.SignIns;
import io.hookbridge.tenant.user.User;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** {@code /sign-in/link/…}: choosing a password with a link that works once. */
public final class LinkPages {

    /** Where the links of {@link PasswordLinks} lead; their secret follows. */
    public static final String PATH = ConsoleVisits.SIGN_IN + "/link/";

    private static final String TEMPLATE = PATH + "{token}";

    private final PasswordLinks links;
    private final SignIns signIns;
    private final Pages pages;
    private final SignInPages signInPages;
    private final SignInForm signInForm;

    public LinkPages(
            PasswordLinks links,
            SignIns signIns,
            Pages pages,
            SignInPages signInPages,
            SignInForm signInForm) {
        this.links = links;
        this.signIns = signIns;
        this.pages = pages;
        this.signInPages = signInPages;
        this.signInForm = signInForm;
    }

    public List<Route> routes() {
        return List.of(
                pages.open("GET", TEMPLATE, this::open),
                pages.open("POST", TEMPLATE, this::choose));
    }

    private Answer open(Call call) {
        return user(call)
                .map(user -> form(call, user, 200, null))
                .orElseGet(() -> deadLink(phrases(call)));
    }

    private static Phrases phrases(Call call) {
        return Phrases.in(Language.ofConsole(call));
    }

    private Answer choose(Call call) {
        Form form = signInForm.checked(call);
        Optional<User> user = user(call);
        if (user.isEmpty()) {
            return deadLink(phrases(call));
        }
        Optional<String> objection = NewPassword.objection(form, user.get().email(), phrases(call));
        return objection.isPresent()
                ? form(call, user.get(), 422, objection.get())
                : use(call, user.get().email(), new Password(form.secret(NewPassword.FIELD)));
    }

    private Answer use(Call call, EmailAddress email, Password password) {
        SignInOutcome outcome =
                signIns.byLink(
                        token(call).orElseThrow(), password, signInPages.attempt(call, email));
        signInPages.count("link", outcome);
        Phrases phrases = phrases(call);
        return switch (outcome) {
            case SignInOutcome.SignedIn signedIn ->
                    signInPages.enter(
                            email,
                            signedIn,
                            ConsoleNotice.PASSWORD_SET.in(phrases).on(ReturnTo.HOME));
            case SignInOutcome.Barred(User.Standing why) ->
                    pages.problem(
                            403,
                            new Problem(
                                    phrases.say("entrance.barred"),
                                    SignInPages.barred(why, phrases),
                                    phrases.say("entrance.barred.link"),
                                    null,
                                    null),
                            phrases.language());
            case SignInOutcome.Refused _, SignInOutcome.TooMany _ -> deadLink(phrases);
        };
    }

    private Answer form(Call call, User user, int status, @Nullable String alert) {
        return signInForm.with(
                call,
                formToken ->
                        pages.show(
                                status,
                                "console/set-password.jte",
                                new SetPasswordPage(
                                        user.email().text(),
                                        !user.hasPassword(),
                                        PATH + call.path("token"),
                                        formToken,
                                        alert),
                                phrases(call).language()));
    }

    private Optional<User> user(Call call) {
        return token(call).flatMap(links::find);
    }

    private static Optional<SecretToken> token(Call call) {
        return SecretToken.parse(call.path("token"));
    }

    private Answer deadLink(Phrases phrases) {
        return pages.problem(
                410,
                new Problem(
                        phrases.say("entrance.link.dead"),
                        phrases.say("entrance.link.dead.explanation"),
                        phrases.say("entrance.link.dead.advice"),
                        new Problem.Link(ConsoleVisits.SIGN_IN, phrases.say("entrance.sign_in")),
                        null),
                phrases.language());
    }
}
