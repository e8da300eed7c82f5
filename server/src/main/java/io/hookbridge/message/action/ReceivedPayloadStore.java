package io.hookbridge.message.action;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.message.PayloadStore;
import io.hookbridge.message.accept.IdempotencyKeyStore;

import org.jdbi.v3.core.Handle;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Removes what was received to be fetched, as far as it lies with messages. */
public final class ReceivedPayloadStore {

    private ReceivedPayloadStore() {}

    /**
     * By which something received is found.
     *
     * @param day by which the payload lies
     */
    public record Key(
            EnvironmentId environment,
            InboundEndpointId endpoint,
            MessageId message,
            LocalDate day) {}

    /**
     * Removes payloads, and frees the keys by which repetitions of the requests are known.
     *
     * @param keys of what waits to be fetched, or did
     */
    public static void remove(Handle handle, Collection<Key> keys) {
        IdempotencyKeyStore.free(handle, taken(handle, keys));
        PayloadStore.remove(
                handle,
                keys.stream()
                        .map(key ->
                                new PayloadStore.Key(key.environment(), key.message(), key.day()))
                        .toList());
    }

    private static Stream<IdempotencyKeyStore.Taken> taken(Handle handle, Collection<Key> keys) {
        return keys.stream().collect(Collectors.groupingBy(Key::day)).entrySet().stream()
                .flatMap(ofDay -> taken(handle, ofDay.getKey(), ofDay.getValue()).stream());
    }

    private static List<IdempotencyKeyStore.Taken> taken(
            Handle handle, LocalDate day, List<Key> keys) {
        Map<UUID, Key> byId =
                keys.stream()
                        .collect(
                                Collectors.toMap(
                                        key -> key.message().value(), Function.identity()));
        return handle.createQuery(
                        """
                        SELECT id, idempotency_key
                          FROM message
                         WHERE environment_id = ANY(:environments)
                           AND id = ANY(:ids)
                           AND expires_on = :day
                           AND idempotency_key IS NOT NULL
                        """)
                .bind(
                        "environments",
                        keys.stream()
                                .map(key -> key.environment().value())
                                .distinct()
                                .toArray(UUID[]::new))
                .bind("ids", byId.keySet().toArray(UUID[]::new))
                .bind("day", day)
                .map((row, _) -> {
                    Key key = Objects.requireNonNull(byId.get(row.getObject("id", UUID.class)));
                    return new IdempotencyKeyStore.Taken(
                            key.environment(),
                            TargetId.of(key.endpoint()),
                            row.getString("idempotency_key"),
                            key.message());
                })
                .list();
    }
}
