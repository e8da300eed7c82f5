package io.hookbridge.message.retention;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/** Deletes rows that are not in a partition of their time, a batch at a time. */
final class OldRowStore {

    private static final int BATCH = 1_000;

    /**
     * The index on their ends leads to pages and not to rows, so that each statement reads again
     * what the ones before it deleted.
     */
    private static final int BATCH_OF_KEYS = 20_000;

    /**
     * A message may have come in since it was found out which days are over. Told by one snapshot:
     * the watermark passes an id only when what became of it is stored.
     */
    private static final String IS_FINISHED =
            """
            AND NOT EXISTS (SELECT FROM queue q
                             WHERE q.environment_id = old.environment_id AND q.id = old.id)
            AND (NOT coalesce(old.id >= (SELECT watermark FROM node ORDER BY watermark LIMIT 1), false)
                 OR EXISTS (SELECT FROM outcome o
                             WHERE o.environment_id = old.environment_id AND o.id = old.id))
            """;

    private final Jdbi jdbi;

    OldRowStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What is deleted, and by which column it is old. */
    enum Kind {
        IDEMPOTENCY_KEY("idempotency_key", "expires_at"),
        SAME_BYTES("same_bytes", "expires_at"),
        MADE_FROM("made_from", "made_at"),
        COUNT_BY_MINUTE("message_count_minute", "bucket"),
        COUNT_BY_HOUR("message_count_hour", "bucket"),
        COUNT_BY_DAY("message_count_day", "bucket"),
        MESSAGE(PartitionStore.Table.MESSAGE.defaultPartition(), "expires_on", "id"),
        RESPONSE_BODY(
                PartitionStore.Table.RESPONSE_BODY.defaultPartition(), "expires_on", "message_id"),
        MESSAGE_SEARCH(PartitionStore.Table.MESSAGE_SEARCH.defaultPartition(), "until"),
        OUTCOME(PartitionStore.Table.OUTCOME.defaultPartition(), "id", "id"),
        ATTEMPT(PartitionStore.Table.ATTEMPT.defaultPartition(), "message_id", "message_id"),
        PULL_EVENT(PartitionStore.Table.PULL_EVENT.defaultPartition(), "id"),
        INBOUND_REJECTION("inbound_rejection", "received_at");

        private final String table;
        private final String column;
        private final @Nullable String message;

        Kind(String table, String column) {
            this(table, column, null);
        }

        /**
         * @param message the column that names the message, of a table that may be spread over
         *     several servers: where a row lies there is not told
         */
        Kind(String table, String column, @Nullable String message) {
            this.table = table;
            this.column = column;
            this.message = message;
        }

        private String statement() {
            return message == null
                    ? """
                    DELETE FROM %1$s
                     WHERE ctid = ANY (ARRAY(
                           SELECT ctid FROM %1$s old
                            WHERE %2$s < :limit
                            LIMIT %3$d
                              FOR UPDATE SKIP LOCKED))
                    """
                            .formatted(table, column, batch())
                    : """
                    WITH old AS MATERIALIZED (
                        SELECT old.environment_id, old.%4$s AS message
                          FROM %1$s old
                         WHERE old.%2$s < :limit
                         %5$s
                         LIMIT %3$d
                    )
                    DELETE FROM %1$s d
                     USING old
                     WHERE d.environment_id = old.environment_id
                       AND d.%4$s = old.message
                       AND d.%2$s < :limit
                    """
                            .formatted(
                                    table,
                                    column,
                                    batch(),
                                    message,
                                    this == MESSAGE ? IS_FINISHED : "");
        }

        /** The most rows of one statement. */
        int batch() {
            return this == IDEMPOTENCY_KEY ? BATCH_OF_KEYS : BATCH;
        }
    }

    /** Deletes some rows from before {@code limit}; how many. */
    int delete(Kind kind, Instant limit) {
        Object bound =
                switch (kind) {
                    case IDEMPOTENCY_KEY,
                            SAME_BYTES,
                            MADE_FROM,
                            COUNT_BY_MINUTE,
                            COUNT_BY_HOUR,
                            COUNT_BY_DAY,
                            INBOUND_REJECTION ->
                            limit;
                    case MESSAGE, RESPONSE_BODY, MESSAGE_SEARCH ->
                            LocalDate.ofInstant(limit, ZoneOffset.UTC);
                    case OUTCOME, ATTEMPT, PULL_EVENT -> new UUID(limit.toEpochMilli() << 16, 0);
                };
        return jdbi.withHandle(
                handle -> handle.createUpdate(kind.statement()).bind("limit", bound).execute());
    }
}
