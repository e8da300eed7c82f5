package io.hookbridge.outbound.message;

import io.hookbridge.base.EndpointId;

import org.jdbi.v3.core.Jdbi;

/** Counts the messages that wait for their first attempt. */
public final class QueuedMessages {

    private final Jdbi jdbi;

    public QueuedMessages(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Those of one endpoint, paused or not, without what a node is delivering. */
    public long of(EndpointId endpoint) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT count(*)
                                  FROM pending_message
                                 WHERE endpoint_id = :endpoint
                                   AND status = 'queued'
                                   AND node IS NULL
                                """)
                        .bind("endpoint", endpoint.value())
                        .mapTo(Long.class)
                        .one());
    }
}
