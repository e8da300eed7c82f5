package io.hookbridge.message;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The numbers that are kept of the messages to an endpoint that were created in some time. */
public enum Count {
    ACCEPTED,
    SUCCEEDED,
    /** Given up. */
    FAILED,
    /** Before they were delivered or given up. */
    DELETED,
    /** Now waiting for another attempt. */
    RETRYING,
    /** Of what is not delivered but fetched: fetched now, and not acknowledged. */
    FETCHED,
    /** Attempts after the first. */
    RETRIES,
    ANSWERED_2XX,
    ANSWERED_3XX,
    ANSWERED_4XX,
    /**
     * Attempts that were answered with a status from 500 on, or with one that HTTP does not know.
     */
    ANSWERED_5XX,
    UNANSWERED,
    /** Of the attempts that were answered together, in milliseconds. */
    LATENCY_MS,
    /** From the acceptance of each message to its delivery, together, in milliseconds. */
    DELIVERY_MS;

    /** Attempts by what came of them. */
    public static final List<Count> ANSWERS =
            List.of(ANSWERED_2XX, ANSWERED_3XX, ANSWERED_4XX, ANSWERED_5XX, UNANSWERED);

    /** Whether it may be too large for an {@code int} within a single transaction. */
    boolean isLong() {
        return this == DELIVERY_MS;
    }

    /** The name of its column, and of the argument that is bound for it. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A part of a statement that names them all, in their order.
     *
     * @param form of each, {@code %1$s} for the name of its column
     */
    public static String columns(String form) {
        return Arrays.stream(values())
                .map(count -> form.formatted(count.column()))
                .collect(Collectors.joining(", "));
    }

    /**
     * The class of an answer.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15">RFC 9110, section 15: an
     *     unknown status counts as a 5xx</a>
     */
    static Count answered(int status) {
        return switch (status / 100) {
            case 2 -> ANSWERED_2XX;
            case 3 -> ANSWERED_3XX;
            case 4 -> ANSWERED_4XX;
            default -> ANSWERED_5XX;
        };
    }
}
