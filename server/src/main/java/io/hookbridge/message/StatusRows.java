package io.hookbridge.message;

import java.util.Optional;

/**
 * Which rows have a state that callers see, as conditions on unqualified columns. The other way
 * round, from a row to its state, goes the function {@code message_status} of the schema.
 *
 * <p>The states are written out, so that the planner sees which index fits.
 */
public final class StatusRows {

    /** Whether the endpoint of a row is paused. */
    static final String IS_PAUSED =
            "EXISTS (SELECT FROM endpoint e WHERE e.id = endpoint_id AND e.paused_reason IS NOT NULL)";

    /**
     * The same as an answer that the rows are compared with, where they and the endpoints lie on
     * different servers. Anywhere else it would be worked out whole before the first row.
     */
    private static final String OF_PAUSED =
            """
            endpoint_id IN (SELECT e.id FROM endpoint e
                             WHERE e.environment_id = :environment AND e.paused_reason IS NOT NULL)\
            """;

    private StatusRows() {}

    /**
     * Those of {@code queue}; empty for a state that none of them has. {@code DELIVERING} is also
     * all of {@code under_way}. To be bound with the environment.
     *
     * @param spread see {@link io.hookbridge.db.Spread}
     */
    public static Optional<String> pending(MessageStatus status, boolean spread) {
        String paused = spread ? OF_PAUSED : IS_PAUSED;
        return switch (status) {
            case QUEUED -> Optional.of("node IS NULL AND status = 'queued' AND NOT " + paused);
            case PAUSED -> Optional.of("node IS NULL AND status = 'queued' AND " + paused);
            case PENDING_RETRY -> Optional.of("node IS NULL AND status = 'pending_retry'");
            case DELIVERING -> Optional.of("node IS NOT NULL");
            case SUCCEEDED, FAILED_PERMANENT -> Optional.empty();
        };
    }

    /**
     * Those of {@code outcome}, where messages that were deleted before they were delivered keep
     * the state that they had; empty for a state that none of them has.
     */
    public static Optional<String> finished(MessageStatus status) {
        return status == MessageStatus.DELIVERING
                ? Optional.empty()
                : Optional.of("status = '" + status.word() + "'");
    }
}
