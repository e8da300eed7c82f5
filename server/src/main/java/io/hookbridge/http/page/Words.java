package io.hookbridge.http.page;

import java.util.Locale;

/** What the API says in English, as a person reads it. */
public final class Words {

    private Words() {}

    /** Such as {@code Endpoint not found.} for {@code endpoint not found}. */
    public static String sentence(String message) {
        return message.substring(0, 1).toUpperCase(Locale.ROOT)
                + message.substring(1)
                + (message.endsWith(".") ? "" : ".");
    }
}
