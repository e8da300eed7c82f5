package io.hookbridge.net.wire;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where the body of an answer ends, from its head (RFC 9112, section 6.3). */
final class Framing {

    /** More than any body; as many digits as a long surely holds. */
    private static final int MOST_DIGITS = 18;

    private final boolean old;

    /** What all members of {@code Content-Length} have to be; empty if they differ. */
    private @Nullable String length;

    private @Nullable String lastCoding;
    private int codings;
    private boolean close;
    private boolean keepAlive;
    private boolean odd;

    /** Where the body ends. */
    sealed interface End {

        /** After so many bytes; after none if there is no body. */
        record After(long bytes) implements End {}

        /** With the last chunk. */
        record LastChunk() implements End {}

        /** With the connection. */
        record Connection() implements End {}

        /** Nobody can tell; the answer has to be discarded. */
        record Unknown() implements End {}
    }

    /**
     * @param old whether the answer is of HTTP/1.0
     */
    Framing(boolean old) {
        this.old = old;
    }

    /** Takes note of a field; what it keeps is no longer than one. */
    void field(String name, String value) {
        if (is("content-length", name)) {
            lengths(members(value));
        } else if (is("transfer-encoding", name)) {
            codings(members(value));
        } else if (is("connection", name)) {
            options(members(value));
        }
    }

    /** Whether {@code name} is {@code known}, a name in lower case, in any case of ASCII. */
    private static boolean is(String known, String name) {
        if (name.length() != known.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            char lower = c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
            if (lower != known.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void lengths(List<String> members) {
        if (length == null) {
            length = members.isEmpty() ? "" : members.getFirst();
        }
        for (String member : members) {
            if (!member.equals(length)) {
                length = "";
            }
        }
    }

    private void codings(List<String> members) {
        for (String coding : members) {
            if (coding.equals("identity")) {
                // Of RFC 2616; it says nothing.
                odd = true;
            } else {
                codings++;
                lastCoding = coding;
            }
        }
    }

    private void options(List<String> members) {
        close |= members.contains("close");
        keepAlive |= members.contains("keep-alive");
    }

    /** The head was not as it should be, so nothing may follow the answer. */
    void odd() {
        odd = true;
    }

    /** To be asked once, when the head is whole. */
    End end(int status) {
        if (status == 204 || status == 205 || status == 304) {
            odd |= lastCoding != null || !hasNoBody(status);
            return new End.After(0);
        }
        if (lastCoding != null) {
            odd |= old || length != null || codings > 1;
            return lastCoding.equals("chunked") ? new End.LastChunk() : new End.Connection();
        }
        return length == null ? new End.Connection() : after(length);
    }

    /** Whether the head says itself that nothing follows, as this status demands. */
    private boolean hasNoBody(int status) {
        return switch (status) {
            // What a GET would have brought.
            case 304 -> true;
            case 205 -> length != null && after(length).equals(new End.After(0));
            default -> length == null || after(length).equals(new End.After(0));
        };
    }

    private static End after(String length) {
        if (length.isEmpty() || !isDigits(length)) {
            return new End.Unknown();
        }
        return new End.After(
                length.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(length));
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether the receiver keeps the connection, as far as the head tells (section 9.3). */
    boolean persists() {
        return !odd && (old ? keepAlive : !close);
    }

    /** The members of a list, empty ones left out (RFC 9110, section 5.6.1.2), in lower case. */
    private static List<String> members(String list) {
        String lower = list.toLowerCase(Locale.ROOT);
        if (lower.indexOf(',') < 0) {
            String only = lower.strip();
            return only.isEmpty() ? List.of() : List.of(only);
        }
        return Arrays.stream(lower.split(",", -1))
                .map(String::strip)
                .filter(member -> !member.isEmpty())
                .toList();
    }
}
