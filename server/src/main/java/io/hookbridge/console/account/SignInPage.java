package io.hookbridge.console.account;

import org.jspecify.annotations.Nullable;

/**
 * The form to sign in with.
 *
 * @param lead where the person is, if that is worth saying, or null
 * @param notice what the last step did, or null
 * @param alert why it did not work, or null
 * @param email what was typed before; empty at first
 * @param returnTo the page to go to afterwards
 */
public record SignInPage(
        @Nullable String lead,
        @Nullable String notice,
        @Nullable String alert,
        String email,
        String returnTo,
        String formToken) {}
