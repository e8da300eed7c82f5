package io.hookbridge.console.account;

import io.hookbridge.tenant.user.Password;

import org.jspecify.annotations.Nullable;

/**
 * The form behind a link: whoever holds it chooses the password.
 *
 * @param action the path of the link
 * @param alert why it did not work, or null
 */
public record SetPasswordPage(
        String email, boolean first, String action, String formToken, @Nullable String alert) {

    public int minimum() {
        return Password.MIN;
    }
}
