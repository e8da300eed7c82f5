package io.hookbridge.console.message;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * The signature of a message, and a form to check it with a secret. The secret is shown nowhere and
 * kept nowhere.
 *
 * @param path of this page
 * @param message the path of the message's page
 * @param attempt the number of the attempt whose signature it is
 * @param headers that prove it; empty if the attempt was not signed
 * @param scheme how the signed text is put together, a sentence
 * @param signed the beginning of the signed text; null if the payload is gone
 * @param whole whether that is all of it
 * @param alert why the secret cannot be one, or null
 * @param genuine what the check said; null before it
 */
public record SignaturePage(
        Shell shell,
        String path,
        String message,
        int attempt,
        Map<String, String> headers,
        String scheme,
        @Nullable String signed,
        boolean whole,
        @Nullable String alert,
        @Nullable Boolean genuine) {}
