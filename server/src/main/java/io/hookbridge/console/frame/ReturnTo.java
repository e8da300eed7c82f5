package io.hookbridge.console.frame;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where to go after a sign-in: a page of this console and nothing else, so that nobody can be led
 * away from here.
 */
public final class ReturnTo {

    /** Leads to the place that was looked at last. */
    public static final String HOME = "/console";

    /** With a slash and a mode behind it, where portals and checkouts come back to by default. */
    public static final String BILLING = "/billing";

    private static final Pattern PAGE =
            Pattern.compile(BILLING + "/(?:live|test)|" + HOME + "(?:/[A-Za-z0-9_-]+){0,7}");

    private ReturnTo() {}

    /** The page that {@code path} is, or the console's first one. */
    public static String of(Optional<String> path) {
        return path.filter(text -> PAGE.matcher(text).matches()).orElse(HOME);
    }
}
