package io.hookbridge.message.cold;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Statements on {@code cold_segment}. */
final class SegmentStore {

    private final Jdbi jdbi;

    SegmentStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** By which a segment is found. */
    record Key(LocalDate day, UUID id) {}

    /** Notes a segment before it is begun, so that it is found whatever becomes of it. */
    void announce(Segment segment, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO cold_segment (id, day, state, payloads, bytes, sha256, created_at)
                                VALUES (:id, :day, 'writing', :payloads, :bytes, :sha256, :now)
                                """)
                        .bind("id", segment.id())
                        .bind("day", segment.day())
                        .bind("payloads", segment.payloads())
                        .bind("bytes", segment.bytes().length)
                        .bind("sha256", segment.sha256())
                        .bind("now", now)
                        .execute());
    }

    /** Notes that it was read back; false if somebody took it for left over. */
    static boolean written(Handle handle, Segment segment) {
        return handle.createUpdate(
                                "UPDATE cold_segment SET state = 'written' WHERE id = :id AND state = 'writing'")
                        .bind("id", segment.id())
                        .execute()
                == 1;
    }

    /** Changes the state of all of a day that are in another one. */
    static void become(Handle handle, LocalDate day, String before, String after) {
        handle.createUpdate(
                        "UPDATE cold_segment SET state = :after WHERE day = :day AND state = :before")
                .bind("day", day)
                .bind("before", before)
                .bind("after", after)
                .execute();
    }

    /** Gives up those that nobody is writing any more. */
    void giveUpUnfinished() {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE cold_segment SET state = 'going' WHERE state = 'writing'"));
    }

    /** Those that are to be deleted. */
    List<Key> going() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT day, id FROM cold_segment WHERE state = 'going' ORDER BY day, id")
                        .map((row, _) ->
                                new Key(
                                        row.getObject("day", LocalDate.class),
                                        row.getObject("id", UUID.class)))
                        .list());
    }

    void forget(UUID id) {
        jdbi.useHandle(handle ->
                handle.createUpdate("DELETE FROM cold_segment WHERE id = :id AND state = 'going'")
                        .bind("id", id)
                        .execute());
    }

    /** Where payloads lie now, by their messages, as rows say; without those that are gone. */
    Map<UUID, StoredPayload> places(Collection<StoredPayload.Cold> before) {
        String days =
                before.stream()
                        .map(cold -> "'" + cold.day() + "'")
                        .distinct()
                        .collect(Collectors.joining(", "));
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM message
                                 WHERE environment_id = ANY(:environments)
                                   AND id = ANY(:messages)
                                   AND expires_on IN (%s)
                                """
                                        .formatted(StoredPayload.COLUMNS, days))
                        .bind(
                                "environments",
                                before.stream()
                                        .map(StoredPayload.Cold::environment)
                                        .distinct()
                                        .toArray(UUID[]::new))
                        .bind(
                                "messages",
                                before.stream()
                                        .map(StoredPayload.Cold::message)
                                        .toArray(UUID[]::new))
                        .map((row, _) ->
                                Map.entry(row.getObject("id", UUID.class), StoredPayload.of(row)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The days of which there are segments. */
    Set<LocalDate> days() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT DISTINCT day FROM cold_segment")
                        .mapTo(LocalDate.class)
                        .set());
    }

    /**
     * What lies in the storage.
     *
     * @param bytes of the sealed payloads
     */
    record Amount(long payloads, long bytes, long segments) {}

    Amount amount() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT coalesce(sum(payloads), 0) AS payloads, coalesce(sum(bytes), 0) AS bytes,
                                       count(*) AS segments
                                  FROM cold_segment
                                 WHERE state = 'live'
                                """)
                        .map((row, _) ->
                                new Amount(
                                        row.getLong("payloads"),
                                        row.getLong("bytes"),
                                        row.getLong("segments")))
                        .one());
    }
}
