package io.hookbridge.db.replica;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** Asks the primary how far it has come. */
final class PrimaryStore {

    private final Jdbi primary;

    PrimaryStore(Jdbi primary) {
        this.primary = primary;
    }

    /**
     * @param server the witness; null for any that runs
     */
    Mark mark(@Nullable UUID server) {
        // The moment of the transaction is older than the position, so nothing that was committed
        // before it lies behind the position, also where commits are not waited for.
        return primary.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT now() AS at,
                                       (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint AS position,
                                       current_setting('server_version_num')::integer / 10000 AS version,
                                       (SELECT encode(sha256(key_check), 'hex') FROM installation) AS installation,
                                       (SELECT id
                                          FROM running_server
                                         WHERE :server::uuid IS NULL OR id = :server::uuid
                                         ORDER BY id DESC
                                         LIMIT 1) AS witness
                                """)
                        .bind("server", server)
                        .map((row, _) ->
                                new Mark(
                                        row.getTimestamp("at").toInstant(),
                                        row.getLong("position"),
                                        row.getInt("version"),
                                        row.getString("installation"),
                                        row.getObject("witness", UUID.class)))
                        .one());
    }
}
