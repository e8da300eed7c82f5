package io.hookbridge.console.frame;

import io.hookbridge.console.form.KeptForm;

import org.jspecify.annotations.Nullable;

/**
 * What the form to sign in with says.
 *
 * @param lead where the person is, if that is worth saying, or null
 * @param notice what the last step did, or null
 * @param alert why it did not work, or null
 * @param email what was typed before; empty at first
 * @param returnTo the page to go to afterwards
 * @param kept what was typed when the session had ended, or null; its page goes before the other
 */
public record SignInPage(
        @Nullable String lead,
        @Nullable String notice,
        @Nullable String alert,
        String email,
        String returnTo,
        @Nullable KeptForm kept) {

    /** The form at first. */
    public static SignInPage leadingTo(String returnTo) {
        return new SignInPage(null, null, null, "", returnTo, null);
    }

    public SignInPage leading(@Nullable String newLead) {
        return new SignInPage(newLead, notice, alert, email, returnTo, kept);
    }

    public SignInPage saying(@Nullable String newNotice) {
        return new SignInPage(lead, newNotice, alert, email, returnTo, kept);
    }

    /** The form after it did not work. */
    public SignInPage alerting(String newAlert, String typed) {
        return new SignInPage(lead, notice, newAlert, typed, returnTo, kept);
    }

    public SignInPage keeping(@Nullable KeptForm form) {
        return new SignInPage(lead, notice, alert, email, returnTo, form);
    }

    /**
     * With what ties it to the browser it is made for.
     *
     * @param page what it says
     */
    public record Tied(SignInPage page, String formToken) {}
}
