package io.hookbridge.net.wire;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where the body of an answer ends, from its head (RFC 9112, section 6.3). */
final class Framing {

    /** More than any body; as many digits as a long surely holds. */
    private static final int MOST_DIGITS = 18;

    private final boolean old;
    private @Nullable String lengths;
    private @Nullable String codings;
    private @Nullable String options;
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

    /** Takes note of a field. */
    void field(String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "content-length" -> lengths = joined(lengths, value);
            case "transfer-encoding" -> codings = joined(codings, value);
            case "connection" -> options = joined(options, value);
            default -> {}
        }
    }

    private static String joined(@Nullable String before, String value) {
        return before == null ? value : before + "," + value;
    }

    /** The head was not as it should be, so nothing may follow the answer. */
    void odd() {
        odd = true;
    }

    /** To be asked once, when the head is whole. */
    End end(int status) {
        List<String> coded = members(codings);
        // Of RFC 2616; it says nothing.
        odd |= coded.removeIf("identity"::equals);
        if (status == 204 || status == 205 || status == 304) {
            odd |= !coded.isEmpty() || !hasNoBody(status);
            return new End.After(0);
        }
        if (!coded.isEmpty()) {
            odd |= old || lengths != null || coded.size() > 1;
            return coded.getLast().equals("chunked") ? new End.LastChunk() : new End.Connection();
        }
        return lengths == null ? new End.Connection() : length(members(lengths));
    }

    /** Whether the head says itself that nothing follows, as this status demands. */
    private boolean hasNoBody(int status) {
        return switch (status) {
            // What a GET would have brought.
            case 304 -> true;
            case 205 -> lengths != null && length(members(lengths)).equals(new End.After(0));
            default -> lengths == null || length(members(lengths)).equals(new End.After(0));
        };
    }

    private static End length(List<String> members) {
        String first = members.isEmpty() ? "" : members.getFirst();
        boolean valid =
                !first.isEmpty()
                        && first.chars().allMatch(c -> c >= '0' && c <= '9')
                        && members.stream().allMatch(first::equals);
        if (!valid) {
            return new End.Unknown();
        }
        return new End.After(first.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(first));
    }

    /** Whether the receiver keeps the connection, as far as the head tells (section 9.3). */
    boolean persists() {
        List<String> all = members(options);
        return !odd && (old ? all.contains("keep-alive") : !all.contains("close"));
    }

    /** The members of a list, empty ones left out (RFC 9110, section 5.6.1.2), in lower case. */
    private static List<String> members(@Nullable String list) {
        return Arrays.stream((list == null ? "" : list.toLowerCase(Locale.ROOT)).split(",", -1))
                .map(String::strip)
                .filter(member -> !member.isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
