package io.hookbridge.message;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.delivery.target.SealedHeaders;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * Seals the headers of endpoints and messages that an older server stored in clear. Some rows in
 * each transaction, so it goes on where a crash ended it, and several nodes may do it at once.
 */
public final class SealOldHeaders {

    private static final int ROWS = 1000;

    private final Jdbi jdbi;
    private final SealedHeaders headers;

    public SealOldHeaders(Jdbi jdbi, SealedHeaders headers) {
        this.jdbi = jdbi;
        this.headers = headers;
    }

    /** Returns when nothing is in clear any more but what another node is just sealing. */
    public void run() {
        untilNoneIsLeft(this::sealEndpoints);
        untilNoneIsLeft(this::sealMessages);
    }

    private void untilNoneIsLeft(ToIntFunction<Handle> sealSome) {
        while (jdbi.inTransaction(sealSome::applyAsInt) > 0) {}
    }

    private record OfEndpoint(UUID id, byte[] sealed) {}

    private int sealEndpoints(Handle handle) {
        List<OfEndpoint> rows =
                handle.createQuery(
                                """
                                SELECT id, headers
                                  FROM endpoint
                                 WHERE headers <> '{}'
                                 LIMIT :rows
                                   FOR NO KEY UPDATE SKIP LOCKED
                                """)
                        .bind("rows", ROWS)
                        .map((row, _) -> {
                            UUID id = row.getObject("id", UUID.class);
                            return new OfEndpoint(
                                    id,
                                    headers.sealJson(new EndpointId(id), row.getString("headers")));
                        })
                        .list();
        if (!rows.isEmpty()) {
            handle.createUpdate(
                            """
                            UPDATE endpoint e
                               SET headers = '{}', headers_sealed = s.sealed
                              FROM unnest(:ids::uuid[], :sealed::bytea[]) AS s (id, sealed)
                             WHERE e.id = s.id
                            """)
                    .bind("ids", rows.stream().map(OfEndpoint::id).toArray(UUID[]::new))
                    .bind("sealed", rows.stream().map(OfEndpoint::sealed).toArray(byte[][]::new))
                    .execute();
        }
        return rows.size();
    }

    private record OfMessage(UUID id, String day, byte[] sealed) {}

    private int sealMessages(Handle handle) {
        List<OfMessage> rows =
                handle.createQuery(
                                """
                                SELECT message_id, expires_on, headers
                                  FROM payload
                                 WHERE headers IS NOT NULL
                                 LIMIT :rows
                                   FOR NO KEY UPDATE SKIP LOCKED
                                """)
                        .bind("rows", ROWS)
                        .map((row, _) -> {
                            UUID id = row.getObject("message_id", UUID.class);
                            return new OfMessage(
                                    id,
                                    row.getString("expires_on"),
                                    headers.sealJson(new MessageId(id), row.getString("headers")));
                        })
                        .list();
        if (!rows.isEmpty()) {
            handle.createUpdate(
                            """
                            UPDATE payload p
                               SET headers = NULL, headers_sealed = s.sealed
                              FROM unnest(:ids::uuid[], :days::date[], :sealed::bytea[]) AS s (id, day, sealed)
                             WHERE p.message_id = s.id
                               AND p.expires_on = s.day
                            """)
                    .bind("ids", rows.stream().map(OfMessage::id).toArray(UUID[]::new))
                    .bind("days", rows.stream().map(OfMessage::day).toArray(String[]::new))
                    .bind("sealed", rows.stream().map(OfMessage::sealed).toArray(byte[][]::new))
                    .execute();
        }
        return rows.size();
    }
}
