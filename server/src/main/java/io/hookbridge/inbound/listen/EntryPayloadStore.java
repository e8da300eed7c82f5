package io.hookbridge.inbound.listen;

import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.db.HotStatement;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.PayloadStore;
import io.hookbridge.message.cold.ColdPayloads;
import io.hookbridge.message.cold.StoredPayload;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Reads what came with the messages of lines. */
final class EntryPayloadStore {

    /** By the days by which the payloads lie. */
    private static final String STORED =
            """
            SELECT %s, head_sealed
              FROM message
             WHERE environment_id = ANY(?)
               AND id = ANY(?)
               AND expires_on IN (%%s)
            """
                    .formatted(StoredPayload.COLUMNS);

    private final SealedHeaders heads;
    private final ColdPayloads cold;

    EntryPayloadStore(SealedHeaders heads, ColdPayloads cold) {
        this.heads = heads;
        this.cold = cold;
    }

    /**
     * What came with a message.
     *
     * @param body as it came; null if the cold storage has lost it
     * @param head null if it does not open
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Payload(byte @Nullable [] body, @Nullable MessageHead head) {}

    /** The same as its row has it. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Stored(StoredPayload body, byte @Nullable [] head) {}

    /**
     * Opens them, with no connection in hand: those that lie in the cold storage take their time.
     *
     * @throws BucketException if one of them cannot be had now
     */
    Map<MessageId, Payload> open(Map<MessageId, Stored> stored) {
        Map<MessageId, StoredPayload> bodies = new HashMap<>();
        stored.forEach((id, row) -> bodies.put(id, row.body()));
        Map<MessageId, byte[]> read = cold.readAllButLost(bodies);
        Map<MessageId, Payload> payloads = new HashMap<>();
        stored.keySet()
                .forEach(id -> payloads.put(id, new Payload(read.get(id), head(id, stored))));
        return payloads;
    }

    private @Nullable MessageHead head(MessageId id, Map<MessageId, Stored> stored) {
        return heads.openHead(
                        id.value(),
                        Direction.INBOUND,
                        Objects.requireNonNull(stored.get(id)).head())
                .orElse(null);
    }

    /**
     * What the rows of messages have, by their ids, as far as they are there.
     *
     * @param lines of which the entries are; one if what grows with traffic is spread
     * @param entries not empty
     */
    static Map<MessageId, Stored> stored(
            Handle handle, Collection<Line> lines, Collection<Entry> entries) {
        Map<MessageId, Stored> stored = new HashMap<>();
        HotStatement.query(
                        handle,
                        STORED.formatted(
                                PayloadStore.literals(entries.stream().map(Entry::day).toList())),
                        to ->
                                to.uuids(
                                                lines.stream()
                                                        .map(line -> line.environment().value())
                                                        .distinct()
                                                        .toArray(UUID[]::new))
                                        .uuids(
                                                MessageStore.uuids(
                                                        entries.stream()
                                                                .map(Entry::message)
                                                                .toList())),
                        row ->
                                Map.entry(
                                        new MessageId(row.getObject("id", UUID.class)),
                                        new Stored(
                                                StoredPayload.of(row),
                                                row.getBytes("head_sealed"))))
                .forEach(row -> stored.put(row.getKey(), row.getValue()));
        return stored;
    }
}
