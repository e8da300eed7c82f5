package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads when endpoints have received something. */
final class WaitStore {

    private WaitStore() {}

    /** When each of these endpoints received its last event, if it ever received any. */
    static Map<InboundEndpointId, Instant> lastReceived(
            Jdbi jdbi, Set<EnvironmentId> environments, Set<InboundEndpointId> endpoints) {
        Map<InboundEndpointId, Instant> received = new HashMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(
                                """
                                SELECT endpoint_id, last_received_at
                                  FROM pull_clock
                                 WHERE environment_id = ANY(:environments)
                                   AND endpoint_id = ANY(:endpoints)
                                """)
                        .bind(
                                "environments",
                                environments.stream()
                                        .map(EnvironmentId::value)
                                        .toArray(UUID[]::new))
                        .bind(
                                "endpoints",
                                endpoints.stream()
                                        .map(InboundEndpointId::value)
                                        .toArray(UUID[]::new))
                        .map((row, _) ->
                                received.put(
                                        new InboundEndpointId(
                                                row.getObject("endpoint_id", UUID.class)),
                                        row.getTimestamp("last_received_at").toInstant()))
                        .list());
        return received;
    }
}
