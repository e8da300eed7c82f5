package io.hookbridge.insight.export;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.message.cold.StoredPayload;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads payloads of many messages. On which days they lie is not known here, so it looks into all
 * days, which the background work has time for.
 */
final class ExportPayloadStore {

    private ExportPayloadStore() {}

    /** How long each payload is that is still there, in bytes. */
    static Map<UUID, Integer> sizes(
            Handle handle, EnvironmentId environment, Collection<UUID> messages) {
        return of(handle, "id, size_bytes", environment, messages)
                .map((row, _) ->
                        Map.entry(row.getObject("id", UUID.class), row.getInt("size_bytes")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The payloads that are still there. */
    static Map<UUID, StoredPayload> read(
            Handle handle, EnvironmentId environment, Collection<UUID> messages) {
        return of(handle, StoredPayload.COLUMNS, environment, messages)
                .map((row, _) -> Map.entry(row.getObject("id", UUID.class), StoredPayload.of(row)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Query of(
            Handle handle, String columns, EnvironmentId environment, Collection<UUID> messages) {
        return handle.createQuery(
                        """
                        SELECT %s
                          FROM message
                         WHERE environment_id = :environment
                           AND id = ANY(:messages)
                        """
                                .formatted(columns))
                .bind("environment", environment.value())
                .bind("messages", messages.toArray(UUID[]::new));
    }
}
