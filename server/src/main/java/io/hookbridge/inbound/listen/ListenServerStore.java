package io.hookbridge.inbound.listen;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.Collection;
import java.util.UUID;

/** Says on which servers somebody listens, in the caller's transaction. */
final class ListenServerStore {

    private ListenServerStore() {}

    /**
     * Somebody listens on this server.
     *
     * @param until for so long, if it is not said again
     */
    static void listening(Handle handle, Collection<Line> lines, UUID server, Duration until) {
        handle.createUpdate(
                        """
                        INSERT INTO listen_server (environment_id, endpoint_id, server, alive_until)
                        SELECT l.environment_id, l.endpoint_id, :server, clock_timestamp() + :millis * interval '1 ms'
                          FROM unnest(:environments::uuid[], :endpoints::uuid[]) AS l (environment_id, endpoint_id)
                         ORDER BY l.environment_id, l.endpoint_id
                        ON CONFLICT (environment_id, endpoint_id, server) DO UPDATE
                           SET alive_until = excluded.alive_until
                        """)
                .bind("server", server)
                .bind("millis", until.toMillis())
                .bind(
                        "environments",
                        lines.stream().map(line -> line.environment().value()).toArray(UUID[]::new))
                .bind(
                        "endpoints",
                        lines.stream().map(line -> line.endpoint().value()).toArray(UUID[]::new))
                .execute();
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
