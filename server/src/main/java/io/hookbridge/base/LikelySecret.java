package io.hookbridge.base;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells whether a named value, such as a header or a member of a URL's query, is likely to be a
 * credential. A guess for what is shown to people: what may be one is stored as if it were.
 */
public final class LikelySecret {

    /** What is shown in its place. */
    public static final String MASK = "***";

    /** Parts of names that belong to credentials; without the characters between their words. */
    private static final List<String> WORDS =
            List.of(
                    "auth",
                    "cookie",
                    "token",
                    "secret",
                    "passw",
                    "pwd",
                    "credential",
                    "session",
                    "signature",
                    "apikey",
                    "accesskey",
                    "privatekey",
                    "sharedkey",
                    "subscriptionkey",
                    "functionskey");

    private static final Set<String> NAMES = Set.of("key", "xkey", "sig", "pass", "pw", "jwt");

    /** RFC 9110, section 11.4: a scheme and what proves it. */
    private static final Pattern SCHEME =
            Pattern.compile("(?is)(?:basic|bearer|digest|hmac|hoba|token|apikey)[ =].+");

    /** Credentials that say by their beginning what they are. */
    private static final Pattern MARKED =
            Pattern.compile(
                    "(?:sk|pk|rk|hb)_(?:live|test)_.+|wh(?:sec|sk|pk)_.+|gh[oprsu]_.+|github_pat_.+"
                            + "|glpat-.+|xox[a-z]-.+|sk-.+|(?:AKIA|ASIA)[0-9A-Z]{12,}|AIza.{20,}"
                            + "|ya29\\..+|eyJ[0-9A-Za-z_-]+\\..+|SG\\.[^.]+\\..+",
                    // What a URL holds may have lines.
                    Pattern.DOTALL);

    /** Base64, hexadecimal and the like. */
    private static final Pattern OPAQUE = Pattern.compile("[0-9A-Za-z_+/-]{20,}={0,2}");

    private static final Pattern UUID =
            Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private static final Pattern CHANGE = Pattern.compile("(?<=[0-9])[A-Za-z]|(?<=[A-Za-z])[0-9]");

    /** Random text goes from letters to digits and back more often than words with numbers do. */
    private static final int CHANGES = 4;

    private LikelySecret() {}

    /** Whether the name alone says so. */
    public static boolean isNamed(String name) {
        return belongsToSecrets(bare(name));
    }

    /** Whether the name says so, or the value looks so and the name does not say it is an id. */
    public static boolean is(String name, String value) {
        String bare = bare(name);
        return belongsToSecrets(bare)
                || SCHEME.matcher(value).matches()
                || MARKED.matcher(value).matches()
                || (!belongsToIds(bare) && isOpaque(value));
    }

    private static boolean belongsToSecrets(String bare) {
        for (String word : WORDS) {
            if (bare.contains(word)) {
                return true;
            }
        }
        return NAMES.contains(bare);
    }

    private static boolean belongsToIds(String bare) {
        return bare.endsWith("id") || bare.startsWith("trace") || bare.equals("idempotencykey");
    }

    private static boolean isOpaque(String value) {
        return OPAQUE.matcher(value).matches()
                && !UUID.matcher(value).matches()
                && CHANGE.matcher(value).results().limit(CHANGES).count() == CHANGES;
    }

    /** In lower case, without what separates words; by hand, as every header of an attempt is. */
    private static String bare(String name) {
        StringBuilder bare = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '-' && c != '_' && c != '.') {
                bare.append(Character.toLowerCase(c));
            }
        }
        return bare.toString();
    }
}
