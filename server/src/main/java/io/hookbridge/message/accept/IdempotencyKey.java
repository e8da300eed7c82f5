package io.hookbridge.message.accept;

import java.util.regex.Pattern;

/** What may be an idempotency key. */
public final class IdempotencyKey {

    /** The rule in words, for whoever breaks it. */
    public static final String RULE =
            "idempotency_key must be 1 to 255 letters, digits, \"_\" and \"-\"";

    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9_-]{1,255}");

    private IdempotencyKey() {}

    public static boolean fits(String text) {
        return KEY.matcher(text).matches();
    }
}
