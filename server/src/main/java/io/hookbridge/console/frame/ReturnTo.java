package io.hookbridge.console.frame;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where to go after a sign-in or a switch: a page of this console and nothing else, so that nobody
 * can be led away from here.
 */
public final class ReturnTo {

    public static final String HOME = Section.START.path();

    private static final Pattern PAGE =
            Pattern.compile("/(?:start|api-keys|projects|billing|account)(?:/[A-Za-z0-9_-]+){0,3}");

    private ReturnTo() {}

    /** The page that {@code path} is, or the console's first one. */
    public static String of(Optional<String> path) {
        return path.filter(text -> PAGE.matcher(text).matches()).orElse(HOME);
    }
}
