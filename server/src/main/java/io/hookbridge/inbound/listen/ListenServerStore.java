package io.hookbridge.inbound.listen;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Says on which servers somebody listens, in the caller's transaction. */
final class ListenServerStore {

    private ListenServerStore() {}

    /**
     * Somebody listens on this server from now on. Under the lock of the line: what was given to
     * who asked meanwhile is to be seen to.
     *
     * @param lease for so long, if it is not renewed
     */
    static void begin(Handle handle, Line line, UUID server, Duration lease) {
        LineStore.of(
                        handle.createUpdate(
                                """
                                INSERT INTO listen_server (environment_id, endpoint_id, server, alive_until)
                                VALUES (:environment, :endpoint, :server, clock_timestamp() + :millis * interval '1 ms')
                                ON CONFLICT (environment_id, endpoint_id, server) DO UPDATE
                                   SET alive_until = excluded.alive_until
                                """),
                        line)
                .bind("server", server)
                .bind("millis", lease.toMillis())
                .execute();
    }

    /**
     * Somebody still listens on this server.
     *
     * @return those of {@code lines} of which that had not been forgotten
     */
    static Set<Line> renew(Handle handle, Collection<Line> lines, UUID server, Duration lease) {
        return handle.createQuery(
                        """
                        WITH held AS (
                            SELECT s.environment_id, s.endpoint_id
                              FROM listen_server s
                              JOIN unnest(:environments::uuid[], :endpoints::uuid[]) AS l (environment_id, endpoint_id)
                                   USING (environment_id, endpoint_id)
                             WHERE s.server = :server
                               AND s.alive_until > clock_timestamp()
                             ORDER BY s.environment_id, s.endpoint_id
                               FOR UPDATE OF s
                        )
                        UPDATE listen_server s
                           SET alive_until = clock_timestamp() + :millis * interval '1 ms'
                          FROM held
                         WHERE s.environment_id = held.environment_id
                           AND s.endpoint_id = held.endpoint_id
                           AND s.server = :server
                        RETURNING s.environment_id, s.endpoint_id
                        """)
                .bind("server", server)
                .bind("millis", lease.toMillis())
                .bind(
                        "environments",
                        lines.stream().map(line -> line.environment().value()).toArray(UUID[]::new))
                .bind(
                        "endpoints",
                        lines.stream().map(line -> line.endpoint().value()).toArray(UUID[]::new))
                .map((row, _) -> Line.of(row))
                .set();
    }

    /** Nobody listens on this server any more. */
    static void notListening(Handle handle, Line line, UUID server) {
        LineStore.of(
                        handle.createUpdate(
                                """
                                DELETE FROM listen_server
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :endpoint
                                   AND server = :server
                                """),
                        line)
                .bind("server", server)
                .execute();
    }

    /** Whether somebody listens, on whichever server. */
    static boolean isListenedTo(Handle handle, Line line) {
        return LineStore.of(
                        handle.createQuery(
                                """
                                SELECT EXISTS (SELECT FROM listen_server
                                                WHERE environment_id = :environment
                                                  AND endpoint_id = :endpoint
                                                  AND alive_until > clock_timestamp())
                                """),
                        line)
                .mapTo(Boolean.class)
                .one();
    }

    /** Nobody listens on this server, nor on one that was gone a day ago. */
    static void end(Handle handle, UUID server) {
        handle.createUpdate(
                        """
                        DELETE FROM listen_server
                         WHERE server = :server
                            OR alive_until < now() - interval '1 day'
                        """)
                .bind("server", server)
                .execute();
    }
}
