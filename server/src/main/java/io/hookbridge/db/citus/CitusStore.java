package io.hookbridge.db.citus;

import io.hookbridge.db.LongStatement;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Statements to the coordinator about the servers of the database. */
final class CitusStore {

    /** Of all that lies in one shard, or in the tables when they are spread. */
    private static final Duration LONGEST_MOVE = Duration.ofDays(1);

    private final Jdbi jdbi;

    CitusStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    boolean hasExtension() {
        return is("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')");
    }

    boolean isSpread() {
        return is("SELECT is_distributed()");
    }

    /** Tables that stay on the coordinator cannot be joined with others before. */
    boolean knowsCoordinator() {
        return is("SELECT EXISTS (SELECT FROM pg_dist_node WHERE groupid = 0)");
    }

    private boolean is(String question) {
        return jdbi.withHandle(handle -> handle.createQuery(question).mapTo(Boolean.class).one());
    }

    boolean distribute(int shards) {
        return jdbi.inTransaction(handle ->
                LongStatement.run(
                        handle,
                        LONGEST_MOVE,
                        () ->
                                handle.createQuery("SELECT distribute(:shards)")
                                        .bind("shards", shards)
                                        .mapTo(Boolean.class)
                                        .one()));
    }

    List<ClusterServer> servers() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                WITH answers AS MATERIALIZED (
                                    SELECT nodeid, success, result
                                      FROM run_command_on_all_nodes(
                                           $$ SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
                                                FROM pg_class c
                                               WHERE c.relkind = 'r'
                                                 AND c.relnamespace = current_schema()::regnamespace
                                                 AND c.relname ~ '^(message|outcome|attempt|queue|listen_line|listen_entry|response_body)_([0-9]{8}_|default_)?[0-9]{5,}$' $$)
                                ), placed AS (
                                    SELECT groupid, count(*) AS shards
                                      FROM pg_dist_placement p
                                      JOIN pg_dist_shard s ON s.shardid = p.shardid
                                     WHERE s.logicalrelid = to_regclass('queue')
                                       AND s.shardminvalue IS NOT NULL
                                     GROUP BY groupid
                                )
                                SELECT n.nodename, n.nodeport, n.groupid = 0 AS coordinator, n.shouldhaveshards,
                                       coalesce(a.success, false) AS reachable, coalesce(p.shards, 0) AS shards,
                                       CASE WHEN a.success THEN a.result::bigint ELSE 0 END AS bytes
                                  FROM pg_dist_node n
                                  LEFT JOIN answers a ON a.nodeid = n.nodeid
                                  LEFT JOIN placed p ON p.groupid = n.groupid
                                 WHERE n.noderole = 'primary'
                                 ORDER BY n.groupid
                                """)
                        .map((row, _) ->
                                new ClusterServer(
                                        row.getString("nodename"),
                                        row.getInt("nodeport"),
                                        row.getBoolean("coordinator"),
                                        row.getBoolean("shouldhaveshards"),
                                        row.getBoolean("reachable"),
                                        row.getInt("shards"),
                                        row.getLong("bytes")))
                        .list());
    }

    /**
     * @param one null for all
     */
    List<ClusterEnvironment> environments(int most, @Nullable UUID one) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                WITH largest AS MATERIALIZED (
                                    SELECT v.id, v.tenant_id, t.name, v.mode, coalesce(sum(c.accepted), 0)::bigint AS messages
                                      FROM environment v
                                      JOIN tenant t ON t.id = v.tenant_id
                                      LEFT JOIN message_count_day c
                                             ON c.environment_id = v.id
                                            AND c.endpoint_id IN ('00000000-0000-0000-0000-000000000000',
                                                                  '00000000-0000-0000-0000-000000000001',
                                                                  '00000000-0000-0000-0000-000000000002')
                                            AND c.bucket >= now() - interval '30 days'
                                     WHERE :one::uuid IS NULL OR v.id = :one::uuid
                                     GROUP BY v.id, v.tenant_id, t.name, v.mode
                                     ORDER BY messages DESC, v.id
                                     LIMIT :most
                                ), placed AS MATERIALIZED (
                                    SELECT l.*, get_shard_id_for_distribution_column('message', l.id::text) AS shard
                                      FROM largest l
                                )
                                SELECT l.id, l.tenant_id, l.name, l.mode, l.messages, l.shard,
                                       n.nodename || ':' || n.nodeport AS place,
                                       s.shardminvalue = s.shardmaxvalue AS apart
                                  FROM placed l
                                  JOIN pg_dist_shard s ON s.shardid = l.shard
                                  JOIN pg_dist_placement p ON p.shardid = l.shard
                                  JOIN pg_dist_node n ON n.groupid = p.groupid AND n.noderole = 'primary'
                                 ORDER BY l.messages DESC, l.id
                                """)
                        .bind("one", one)
                        .bind("most", most)
                        .map((row, _) ->
                                new ClusterEnvironment(
                                        row.getObject("id", UUID.class),
                                        row.getObject("tenant_id", UUID.class),
                                        row.getString("name"),
                                        row.getString("mode"),
                                        row.getLong("messages"),
                                        row.getLong("shard"),
                                        row.getString("place"),
                                        row.getBoolean("apart")))
                        .list());
    }

    /** Cuts the shard of an environment in up to three, of which one has nothing else. */
    void isolate(UUID environment) {
        var _ =
                ask(
                        """
                        SELECT isolate_tenant_to_new_shard('message', :environment::text, 'CASCADE')
                        """,
                        query ->
                                query.bind("environment", environment.toString())
                                        .mapTo(Long.class));
    }

    /** Moves the shard of an environment, and those that lie together with it. */
    void move(UUID environment, ClusterServer to) {
        var _ =
                ask(
                        """
                        SELECT citus_move_shard_placement(p.shardid, n.nodename, n.nodeport, :host::text, :port)::text
                          FROM pg_dist_placement p
                          JOIN pg_dist_node n ON n.groupid = p.groupid AND n.noderole = 'primary'
                         WHERE p.shardid = get_shard_id_for_distribution_column('message', :environment::text)
                           AND (n.nodename, n.nodeport) <> (:host::text, :port)
                        """,
                        query ->
                                query.bind("environment", environment.toString())
                                        .bind("host", to.host())
                                        .bind("port", to.port())
                                        .mapTo(String.class));
    }

    /** Waits for as long as it takes to copy what is there. */
    private <T> List<T> ask(String statement, Function<Query, ResultIterable<T>> bind) {
        return jdbi.withHandle(handle ->
                LongStatement.run(
                        handle,
                        LONGEST_MOVE,
                        () -> bind.apply(handle.createQuery(statement)).list()));
    }
}
