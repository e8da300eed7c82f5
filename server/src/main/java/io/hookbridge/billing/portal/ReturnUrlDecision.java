package io.hookbridge.billing.portal;

import java.util.Locale;

/** What {@link ReturnUrlPolicy} says about one return URL. */
public sealed interface ReturnUrlDecision {

    /**
     * The browser may return there.
     *
     * @param url the exact string that was checked, to be forwarded unchanged
     * @param origin its origin as a browser would print it, fit for the audit log: the URL's query
     *     may hold secrets of the caller
     */
    record Accepted(String url, String origin) implements ReturnUrlDecision {}

    /**
     * The browser may not return there; the caller is told the reason, and neither the URL nor the
     * allowed origins.
     */
    record Refused(Reason reason) implements ReturnUrlDecision {}

    /**
     * Why a return URL was refused: the first rule that it broke, in the order in which the rules
     * are applied.
     */
    enum Reason {
        /** Empty, or longer than {@link ReturnUrlPolicy#MAX_LENGTH} characters. */
        LENGTH,
        /**
         * A control character, a blank, anything outside ASCII, or one that parsers read
         * differently.
         */
        CHARACTER,
        /** Not an absolute web URL: another scheme, none, or slashes other than exactly two. */
        SCHEME,
        /** A fragment, even an empty one. */
        FRAGMENT,
        /** Refused by {@link java.net.URI}: a broken escape, for instance. */
        SYNTAX,
        /** A user name, a password, or just an {@code @} before the host. */
        USERINFO,
        /**
         * No host, one in a spelling that browsers would change, or a port that is not a number.
         */
        AUTHORITY,
        /** A port that is empty or outside 1 to 65535. */
        PORT,
        /** Plain http where only https may be. */
        PLAIN_HTTP,
        /** A sound URL whose origin is not allowed. */
        ORIGIN;

        /** The word in answers, metrics and the audit log. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What the caller is told. */
        public String sentence() {
            return this == ORIGIN
                    ? "Return URL not from allowed origin"
                    : "Return URL " + ReturnUrlPolicy.inWords(this);
        }
    }
}
