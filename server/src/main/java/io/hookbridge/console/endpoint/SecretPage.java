package io.hookbridge.console.endpoint;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

/**
 * A new signing secret, which is shown this once.
 *
 * @param heading what was done
 * @param url of the endpoint
 * @param old what becomes of the key before; null if there was none
 * @param next the page of the endpoint
 */
public record SecretPage(
        Shell shell,
        String heading,
        String url,
        String secret,
        @Nullable String old,
        String next) {}
