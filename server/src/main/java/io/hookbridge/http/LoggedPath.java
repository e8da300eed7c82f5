package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * What the log may say of a path. A link that grants access is a path, and whoever misspells one
 * sends its secret to where nobody expects it: so what is shown is what cannot be one, and not what
 * is not known as one.
 */
final class LoggedPath {

    private static final int LONGEST = 200;
    private static final String MASKED = "…";

    /** A word, a version, an identifier. Not among them: all that is encoded or random. */
    private static final Pattern HARMLESS =
            Pattern.compile("[a-z._-]{0,30}|[a-z0-9]{1,3}|[a-z]{2,8}_[0-9a-f]{32}");

    private LoggedPath() {}

    /**
     * The path with what may be a secret masked, at most 200 characters.
     *
     * @param path as it was sent; null for a request that has none
     * @param template of the route that it led to, null if there was none
     */
    static String of(@Nullable String path, @Nullable String template) {
        if (path == null) {
            return MASKED;
        }
        String[] segments = path.split("/", -1);
        String[] known = template == null ? new String[0] : template.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String word = i < known.length ? known[i] : MASKED;
            if (!HARMLESS.matcher(segments[i]).matches()) {
                // A literal of the template is what was sent, a variable stands for it.
                segments[i] = word;
            }
        }
        String shown = String.join("/", segments);
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + MASKED;
    }
}
