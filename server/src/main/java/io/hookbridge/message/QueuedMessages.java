package io.hookbridge.message;

import io.hookbridge.base.EndpointId;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;

/** Counts the messages that wait for an attempt which may be made now. */
public final class QueuedMessages {

    private final Jdbi jdbi;
    private final InstantSource clock;

    public QueuedMessages(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Those of one endpoint, paused or not: what is queued and the retries that have fallen due,
     * without what a node is delivering.
     */
    public long of(EndpointId endpoint) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT count(*)
                                  FROM pending_message
                                 WHERE endpoint_id = :endpoint
                                   AND (status = 'queued' OR due_at <= :now)
                                   AND node IS NULL
                                   AND deleted_at IS NULL
                                """)
                        .bind("endpoint", endpoint.value())
                        .bind("now", clock.instant())
                        .mapTo(Long.class)
                        .one());
    }
}
