package io.hookbridge.insight.export;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** What the background work does with {@code export} and {@code export_piece}. */
final class ExportJobStore {

    private static final int PIECES_AT_ONCE = 200;

    /** So often in a row an export may fail before it is given up. */
    static final int MOST_FAILURES = 5;

    private final Jdbi jdbi;

    ExportJobStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Nobody else gets the same one before the transaction of {@code handle} ends.
     *
     * @param resting that are not to be claimed now
     */
    Optional<Export> claim(Handle handle, Collection<UUID> resting) {
        return handle.createQuery(
                        "SELECT "
                                + ExportStore.COLUMNS
                                + """

                                  FROM export
                                 WHERE status IN ('pending', 'processing')
                                   AND id <> ALL(:resting::uuid[])
                                 ORDER BY worked_at
                                 LIMIT 1
                                   FOR UPDATE SKIP LOCKED
                                """)
                .bind("resting", resting.toArray(UUID[]::new))
                .map((row, _) -> ExportStore.export(row))
                .findOne();
    }

    /** Adds a piece to a file and moves the place on. */
    void add(Handle handle, UUID export, byte[] piece, int rows, @Nullable UUID last, Instant now) {
        handle.createUpdate(
                        """
                        WITH piece AS (
                            INSERT INTO export_piece (export_id, piece_no, bytes)
                            SELECT id, piece_count, :bytes FROM export WHERE id = :export
                        )
                        UPDATE export
                           SET status = 'processing',
                               started_at = coalesce(started_at, :now),
                               worked_at = :now,
                               failures = 0,
                               row_count = row_count + :rows,
                               size_bytes = size_bytes + :size,
                               piece_count = piece_count + 1,
                               last_id = :last::uuid
                         WHERE id = :export
                        """)
                .bind("export", export)
                .bind("bytes", piece)
                .bind("rows", rows)
                .bind("size", piece.length)
                .bind("last", last)
                .bind("now", now)
                .execute();
    }

    void complete(Handle handle, UUID export, Instant now, Instant expiresAt) {
        handle.createUpdate(
                        """
                        UPDATE export
                           SET status = 'completed', completed_at = :now, expires_at = :expires
                         WHERE id = :export
                        """)
                .bind("export", export)
                .bind("now", now)
                .bind("expires", expiresAt)
                .execute();
    }

    /** Lets others go first that wait. */
    void postpone(Handle handle, UUID export, Instant now) {
        handle.createUpdate("UPDATE export SET worked_at = :now WHERE id = :export")
                .bind("export", export)
                .bind("now", now)
                .execute();
    }

    /** Locks it, and says whether nobody has gone on with it, or ended it. */
    boolean isAt(Handle handle, Export export) {
        return handle.createQuery(
                        """
                        SELECT piece_count = :pieces AND status IN ('pending', 'processing')
                          FROM export
                         WHERE id = :export
                           FOR UPDATE
                        """)
                .bind("pieces", export.pieces())
                .bind("export", export.id())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /** Sends the export to the end of the queue, or gives it up. */
    void countFailure(UUID export, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE export
                                   SET failures = failures + 1,
                                       worked_at = :now,
                                       status = CASE WHEN failures + 1 < :most THEN status ELSE 'failed' END,
                                       error_message = CASE WHEN failures + 1 < :most THEN NULL
                                           ELSE 'the server failed to write this export; make a new one' END
                                 WHERE id = :export
                                   AND status IN ('pending', 'processing')
                                """)
                        .bind("export", export)
                        .bind("most", MOST_FAILURES)
                        .bind("now", now)
                        .execute());
    }

    void expire(Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE export
                                   SET status = 'expired'
                                 WHERE status = 'completed'
                                   AND expires_at <= :now
                                """)
                        .bind("now", now)
                        .execute());
    }

    /** Deletes the records of what ended before {@code before}. */
    void forget(Instant now, Instant before) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE export
                                   SET deleted_at = :now
                                 WHERE status IN ('expired', 'failed')
                                   AND deleted_at IS NULL
                                   AND coalesce(expires_at, worked_at) <= :before
                                """)
                        .bind("now", now)
                        .bind("before", before)
                        .execute());
    }

    /** Deletes pieces that nobody may read any more; how many. */
    int deletePieces() {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM export_piece
                                 WHERE (export_id, piece_no) IN (
                                       SELECT p.export_id, p.piece_no
                                         FROM export e
                                         JOIN export_piece p ON p.export_id = e.id
                                        WHERE e.status IN ('expired', 'failed') OR e.deleted_at IS NOT NULL
                                        LIMIT :most)
                                """)
                        .bind("most", PIECES_AT_ONCE)
                        .execute());
    }

    /** Deletes the rows of deleted exports that have no pieces left. */
    void deleteEmpty() {
        jdbi.useHandle(handle ->
                handle.execute(
                        """
                        DELETE FROM export e
                         WHERE deleted_at IS NOT NULL
                           AND NOT EXISTS (SELECT FROM export_piece WHERE export_id = e.id)
                        """));
    }
}
