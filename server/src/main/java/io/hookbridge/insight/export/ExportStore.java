package io.hookbridge.insight.export;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Columns;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.message.MessageStatus;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What callers do with {@code export} and read of {@code export_piece}. */
final class ExportStore {

    static final String COLUMNS =
            """
            id, environment_id, status, direction, filter_start_time, filter_end_time, filter_status, filter_endpoint_id, created_at,
            started_at, completed_at, expires_at, row_count, size_bytes, piece_count, last_id, error_message,
            format, columns, payloads
            """;

    private final Jdbi jdbi;

    ExportStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** An export and what its addresses are signed with. */
    record Signed(Export export, byte[] secret) {}

    /** Whether there was room for it among at most {@code mostActive} of the environment. */
    static boolean insert(Handle handle, Export export, byte[] secret, int mostActive) {
        EnvironmentId environment = export.environment();
        // The lock makes two concurrent creations see each other in the count.
        handle.createQuery("SELECT id FROM environment WHERE id = :environment FOR NO KEY UPDATE")
                .bind("environment", environment.value())
                .mapTo(UUID.class)
                .one();
        LogFilter filter = export.filter();
        MessageStatus status = filter.status();
        TargetId endpoint = filter.endpoint();
        return handle.createUpdate(
                                """
                                INSERT INTO export
                                    (id, environment_id, status, direction, filter_start_time, filter_end_time,
                                     filter_status, filter_endpoint_id, format, columns, payloads, created_at, worked_at,
                                     link_secret)
                                SELECT :id, :environment, 'pending', :direction, :from, :until,
                                       :status, :endpoint::uuid, :format, :columns, :payloads, :now, :now, :secret
                                 WHERE (SELECT count(*) FROM export
                                         WHERE environment_id = :environment
                                           AND status IN ('pending', 'processing')) < :most
                                """)
                        .bind("id", export.id())
                        .bind("environment", environment.value())
                        .bind("direction", filter.direction().word())
                        .bind("from", filter.from())
                        .bind("until", filter.until())
                        .bind("status", status == null ? null : status.word())
                        .bind("endpoint", endpoint == null ? null : endpoint.value())
                        .bind("format", export.layout().format().word())
                        .bind("columns", export.layout().columns().toArray(String[]::new))
                        .bind("payloads", export.layout().payloads())
                        .bind("now", export.createdAt())
                        .bind("secret", secret)
                        .bind("most", mostActive)
                        .execute()
                == 1;
    }

    /** The youngest first. */
    List<Export> list(EnvironmentId environment, int most) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + """
                                          FROM export
                                         WHERE environment_id = :environment
                                           AND deleted_at IS NULL
                                         ORDER BY id DESC
                                         LIMIT :most
                                        """)
                        .bind("environment", environment.value())
                        .bind("most", most)
                        .map((row, _) -> export(row))
                        .list());
    }

    Optional<Signed> find(EnvironmentId environment, UUID id) {
        return find(id).filter(found -> found.export().environment().equals(environment));
    }

    /** Of any environment, for whoever has a signature. */
    Optional<Signed> find(UUID id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + ", link_secret FROM export WHERE id = :id AND deleted_at IS NULL")
                        .bind("id", id)
                        .map((row, _) -> new Signed(export(row), row.getBytes("link_secret")))
                        .findOne());
    }

    /** Whether there was one to delete that nobody works on. */
    static boolean delete(Handle handle, EnvironmentId environment, UUID id, Instant now) {
        return handle.createUpdate(
                                """
                                UPDATE export
                                   SET deleted_at = :now
                                 WHERE id = :id
                                   AND environment_id = :environment
                                   AND deleted_at IS NULL
                                   AND status NOT IN ('pending', 'processing')
                                """)
                        .bind("id", id)
                        .bind("environment", environment.value())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** A piece of a file; empty when it is gone. */
    Optional<byte[]> piece(UUID export, int number) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT bytes FROM export_piece WHERE export_id = :export AND piece_no = :number")
                        .bind("export", export)
                        .bind("number", number)
                        .mapTo(byte[].class)
                        .findOne());
    }

    static Export export(ResultSet row) throws SQLException {
        UUID endpoint = row.getObject("filter_endpoint_id", UUID.class);
        return new Export(
                row.getObject("id", UUID.class),
                ExportStatus.of(row.getString("status")),
                new LogFilter(
                        new EnvironmentId(row.getObject("environment_id", UUID.class)),
                        Direction.of(row.getString("direction")),
                        endpoint == null ? null : new TargetId(endpoint),
                        Optional.ofNullable(row.getString("filter_status"))
                                .flatMap(MessageStatus::of)
                                .orElse(null),
                        Columns.instant(row, "filter_start_time"),
                        Columns.instant(row, "filter_end_time")),
                layout(row),
                Objects.requireNonNull(Columns.instant(row, "created_at")),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "completed_at"),
                Columns.instant(row, "expires_at"),
                row.getLong("row_count"),
                row.getLong("size_bytes"),
                row.getInt("piece_count"),
                row.getObject("last_id", UUID.class),
                row.getString("error_message"));
    }

    private static FileLayout layout(ResultSet row) throws SQLException {
        return new FileLayout(
                FileFormat.of(row.getString("format")).orElseThrow(),
                List.of((String[]) row.getArray("columns").getArray()),
                row.getBoolean("payloads"));
    }
}
