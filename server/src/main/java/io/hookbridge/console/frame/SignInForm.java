package io.hookbridge.console.frame;

import io.hookbridge.base.SecretToken;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.SessionCookie;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Forms for people who are not signed in, the one to sign in with above all. */
public final class SignInForm {

    private final Pages pages;
    private final FormGuard forms;

    /** Ties a form to the browser it was made for before there is a session. */
    private final SessionCookie cookie;

    public SignInForm(Pages pages, FormGuard forms, URI publicUrl) {
        this.pages = pages;
        this.forms = forms;
        cookie = SessionCookie.of("hookbridge_sign_in", "/", publicUrl);
    }

    /** The sign-in, also in the place of a page that only people who are signed in can see. */
    public Answer.Raw show(int status, Call call, SignInPage page) {
        return with(
                call,
                token ->
                        pages.show(
                                status,
                                "console/sign-in.jte",
                                new SignInPage.Tied(page, token),
                                Language.ofConsole(call)));
    }

    /**
     * A page with a form for somebody who is not signed in.
     *
     * @param page makes it with the form's token
     */
    public Answer.Raw with(Call call, Function<String, Answer.Raw> page) {
        Optional<SecretToken> known = cookie.read(call);
        SecretToken token = known.orElseGet(SecretToken::random);
        Answer.Raw answer = page.apply(forms.tokenFor(token));
        return known.isPresent() ? answer : answer.cookie(cookie.keep(token, Duration.ofDays(1)));
    }

    /** The fields of a form that {@link #with} made for the same browser. */
    public Form checked(Call call) {
        Map<String, String> fields = call.form();
        // A browser without the cookie cannot know the token of the one that is made up here.
        forms.check(call, fields, cookie.read(call).orElseGet(SecretToken::random));
        return new Form(fields);
    }
}
