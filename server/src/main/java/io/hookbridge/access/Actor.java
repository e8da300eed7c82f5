package io.hookbridge.access;

import java.util.Locale;

/**
 * Who is written down as having done something.
 *
 * @param id an identifier that is safe to keep: an API key's or a person's id, never the key
 */
public record Actor(Kind kind, String id) {

    /** The ways to act. */
    public enum Kind {
        API_KEY,
        /** A person on a page that a portal or checkout link opened. */
        PORTAL_PAGE,
        /** A person who is signed in to the console. */
        USER,
        /** An operator at the command line. */
        OPERATOR,
        /** The server by itself. */
        SYSTEM;

        /** The word used in SQL and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * @param word one of the tables'
         * @throws IllegalArgumentException for another word
         */
        public static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
