package io.hookbridge.access;

import io.hookbridge.base.ip.IpAddress;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Who is written down as having done something.
 *
 * @param id an identifier that is safe to keep: an API key's or a person's id, never the key
 * @param address where the call came from; null for what no call asked for
 */
public record Actor(Kind kind, String id, @Nullable IpAddress address) {

    /** Who acts without a call, or from where nobody knows any more. */
    public Actor(Kind kind, String id) {
        this(kind, id, null);
    }

    /** The same, whose call came from there. */
    public Actor from(IpAddress place) {
        return new Actor(kind, id, place);
    }

    /** Whether it is the same one, wherever its call came from. */
    public boolean is(Actor other) {
        return kind == other.kind && id.equals(other.id);
    }

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
