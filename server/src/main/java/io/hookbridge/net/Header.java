package io.hookbridge.net;

import java.util.Comparator;

/**
 * A line of a request's or an answer's head.
 *
 * @param name a token (RFC 9110, section 5.1), in any case
 * @param value printable in a request, each character a byte; anything without line ends in an
 *     answer
 */
public record Header(String name, String value) {

    /** By the names, which have no case. */
    public static final Comparator<Header> BY_NAME =
            Comparator.comparing(Header::name, String.CASE_INSENSITIVE_ORDER);
}
