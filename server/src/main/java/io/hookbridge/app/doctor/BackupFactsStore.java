package io.hookbridge.app.doctor;

import io.hookbridge.db.Spread;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Asks a database for {@link BackupFacts}. */
final class BackupFactsStore {

    private final Jdbi jdbi;

    BackupFactsStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param now payloads that have expired by then need not be there
     */
    BackupFacts read(Instant now) {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle ->
                        new BackupFacts(
                                newest(handle),
                                doubtful(handle),
                                behind(handle),
                                withoutPayload(handle, now),
                                inTwoPlaces(handle)));
    }

    /** By environment, where the primary key of one server leads to it. */
    private static @Nullable Instant newest(Handle handle) {
        if (Spread.is(handle)) {
            return handle.createQuery("SELECT max(created_at) FROM message")
                    .mapTo(Instant.class)
                    .findOne()
                    .orElse(null);
        }
        return handle.createQuery(
                        """
                        SELECT max(newest.created_at)
                          FROM environment,
                               LATERAL (SELECT created_at
                                          FROM message
                                         WHERE message.environment_id = environment.id
                                         ORDER BY message.id DESC
                                         LIMIT 1) AS newest
                        """)
                .mapTo(Instant.class)
                .findOne()
                .orElse(null);
    }

    /** What was built in the background and not finished, or taken over without a check. */
    private static List<String> doubtful(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT indexrelid::regclass::text
                          FROM pg_index
                          JOIN pg_class ON pg_class.oid = indexrelid
                         WHERE relnamespace = current_schema()::regnamespace
                           AND NOT (indisvalid AND indisready)
                         UNION ALL
                        SELECT conname::text
                          FROM pg_constraint
                         WHERE connamespace = current_schema()::regnamespace
                           AND NOT convalidated
                           -- Of the rows that came after its migration, see there.
                           AND conname <> 'here_or_cold'
                         ORDER BY 1
                        """)
                .mapTo(String.class)
                .list();
    }

    private record Numbered(String table, String column, String sequence) {}

    private static List<String> behind(Handle handle) {
        return handle
                .createQuery(
                        """
                        SELECT quote_ident(relname), quote_ident(attname),
                               pg_get_serial_sequence(quote_ident(relname), attname)
                          FROM pg_class
                          JOIN pg_attribute ON attrelid = pg_class.oid
                         WHERE relnamespace = current_schema()::regnamespace
                           AND relkind IN ('r', 'p')
                           AND attnum > 0
                           AND NOT attisdropped
                           AND pg_get_serial_sequence(quote_ident(relname), attname) IS NOT NULL
                         ORDER BY 1, 2
                        """)
                .map((row, _) -> new Numbered(row.getString(1), row.getString(2), row.getString(3)))
                .stream()
                .filter(each -> isBehind(handle, each))
                .map(each -> each.table() + "." + each.column())
                .toList();
    }

    private static boolean isBehind(Handle handle, Numbered numbered) {
        return handle.createQuery(
                        "SELECT coalesce(max(%s), 0) > coalesce(pg_sequence_last_value(:sequence::regclass), 0) FROM %s"
                                .formatted(numbered.column(), numbered.table()))
                .bind("sequence", numbered.sequence())
                .mapTo(Boolean.class)
                .one();
    }

    /** Those of a tenant that is being erased go bit by bit, the payloads first. */
    private static long withoutPayload(Handle handle, Instant now) {
        return handle.createQuery(
                        """
                        SELECT count(*)
                          FROM queue
                          JOIN environment ON environment.id = queue.environment_id
                          JOIN tenant ON tenant.id = environment.tenant_id
                         WHERE queue.payload_expires_at > :now
                           AND tenant.status <> 'erasing'
                           AND NOT EXISTS (SELECT FROM message
                                            WHERE message.environment_id = queue.environment_id
                                              AND message.id = queue.id
                                              AND message.expires_on = (queue.payload_expires_at AT TIME ZONE 'UTC')::date)
                        """)
                .bind("now", now)
                .mapTo(Long.class)
                .one();
    }

    private static long inTwoPlaces(Handle handle) {
        return handle.createQuery(
                        "SELECT count(*) FROM queue JOIN outcome USING (environment_id, id)")
                .mapTo(Long.class)
                .one();
    }
}
