package io.hookbridge.delivery;

import io.hookbridge.base.DatabaseTrouble;
import io.hookbridge.base.Direction;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.PayloadStore;
import io.hookbridge.message.cold.StoredPayload;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the engine reads: which targets have messages due, and payloads. */
final class DueStore {

    /** What may keep PostgreSQL from reading one row, and not the next. */
    private static final Set<DatabaseTrouble> OF_SOME =
            EnumSet.of(DatabaseTrouble.OUT_OF_RESOURCES, DatabaseTrouble.DISK_FAILING);

    private final Jdbi jdbi;
    private final SealedHeaders headers;

    DueStore(Jdbi jdbi, SealedHeaders headers) {
        this.jdbi = jdbi;
        this.headers = headers;
    }

    /** The targets that have messages due. */
    List<TargetId> dueTargets() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT target_id FROM first_due WHERE due_at <= now()")
                        .map((row, _) -> new TargetId(row.getObject(1, UUID.class)))
                        .list());
    }

    private record Payload(StoredPayload stored, @Nullable MessageHead head) {}

    /**
     * A message whose payload lies in the cold storage and is still to be fetched from there.
     *
     * @param head null if it cannot be opened
     */
    record Cold(HeldMessage message, StoredPayload stored, @Nullable MessageHead head) {}

    /**
     * Messages that were read.
     *
     * @param messages each with its payload if that is still there
     * @param cold those of which that lies in the cold storage
     * @param unreadable those of which that cannot be told
     * @param why one of them; null if there are none
     */
    record Read(
            List<HeldMessage> messages,
            List<Cold> cold,
            List<HeldMessage> unreadable,
            @Nullable Throwable why) {}

    /**
     * Reads the payloads of {@code claimed}. What is wrong with one message, such as headers that
     * are none or a row that PostgreSQL cannot read, keeps none of the others from being read.
     *
     * @throws RuntimeException if the database is away
     */
    Read read(List<HeldMessage> claimed) {
        try {
            List<HeldMessage> messages = new ArrayList<>();
            List<Cold> cold = new ArrayList<>();
            read(claimed, messages, cold);
            return new Read(messages, cold, List.of(), null);
        } catch (RuntimeException | Error failure) {
            if (isOutage(failure)) {
                throw failure;
            }
            return readOneByOne(claimed);
        }
    }

    private Read readOneByOne(List<HeldMessage> claimed) {
        List<HeldMessage> messages = new ArrayList<>();
        List<Cold> cold = new ArrayList<>();
        List<HeldMessage> unreadable = new ArrayList<>();
        Throwable why = null;
        for (HeldMessage message : claimed) {
            try {
                read(List.of(message), messages, cold);
            } catch (RuntimeException | Error failure) {
                if (isOutage(failure)) {
                    throw failure;
                }
                unreadable.add(message);
                why = failure;
            }
        }
        return new Read(messages, cold, unreadable, why);
    }

    /** Whether none can be read now, and not only some that are damaged, or large. */
    private static boolean isOutage(Throwable failure) {
        return DatabaseTrouble.of(failure)
                .filter(trouble -> !OF_SOME.contains(trouble))
                .isPresent();
    }

    private void read(List<HeldMessage> claimed, List<HeldMessage> messages, List<Cold> cold) {
        if (claimed.isEmpty()) {
            return;
        }
        Map<UUID, Payload> payloads = payloads(claimed);
        for (HeldMessage message : claimed) {
            Payload payload = payloads.get(message.id().value());
            if (payload == null) {
                messages.add(message);
            } else if (payload.stored() instanceof StoredPayload.Here(byte[] body)) {
                messages.add(message.with(body, payload.head()));
            } else {
                cold.add(new Cold(message, payload.stored(), payload.head()));
            }
        }
    }

    private Map<UUID, Payload> payloads(List<HeldMessage> claimed) {
        Map<UUID, Payload> payloads = new HashMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s, direction, head_sealed
                                  FROM message
                                 WHERE environment_id = ANY(:environments)
                                   AND id = ANY(:ids)
                                   AND expires_on IN (%s)
                                """
                                        .formatted(
                                                StoredPayload.COLUMNS,
                                                PayloadStore.literals(
                                                        claimed.stream()
                                                                .map(HeldMessage::payloadDay)
                                                                .toList())))
                        .bind(
                                "environments",
                                claimed.stream()
                                        .map(message -> message.environment().value())
                                        .distinct()
                                        .toArray(UUID[]::new))
                        .bind(
                                "ids",
                                claimed.stream()
                                        .map(message -> message.id().value())
                                        .toArray(UUID[]::new))
                        .map((row, _) ->
                                payloads.put(row.getObject("id", UUID.class), payload(row)))
                        .list());
        return payloads;
    }

    private Payload payload(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Direction direction = Direction.of(row.getString("direction"));
        return new Payload(
                StoredPayload.of(row), headers.openHead(id, direction, row).orElse(null));
    }
}
