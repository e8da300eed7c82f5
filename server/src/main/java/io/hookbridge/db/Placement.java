package io.hookbridge.db;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.base.EnvironmentId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * On which server of the database the rows of an environment lie. Asked of the coordinator alone,
 * which knows it without the others.
 */
final class Placement {

    /**
     * A server.
     *
     * @param group in Citus; whoever takes the server's place, such as its standby, has the same
     * @param address as {@code host:port}, for operators
     */
    record Server(int group, String address) {}

    /**
     * The server of all rows where there is one only, and of those of which it is not known where
     * they lie.
     */
    static final Server ANY = new Server(-1, "");

    private static final CompletableFuture<Server> ANYWHERE =
            CompletableFuture.completedFuture(ANY);

    private static final int MOST_REMEMBERED = 100_000;

    /**
     * Shards move seldom, and whoever goes by their old place only waits, or is refused, with the
     * wrong ones.
     */
    private static final Duration BELIEVED = Duration.ofMinutes(5);

    private static final String SERVER =
            """
            SELECT n.groupid, n.nodename || ':' || n.nodeport AS address
              FROM pg_dist_placement p
              JOIN pg_dist_node n ON n.groupid = p.groupid AND n.noderole = 'primary'
             WHERE p.shardid = get_shard_id_for_distribution_column('message', :environment::text)
            """;

    private final Jdbi jdbi;
    private final AsyncLoadingCache<EnvironmentId, Server> servers =
            Caffeine.newBuilder()
                    .maximumSize(MOST_REMEMBERED)
                    .refreshAfterWrite(BELIEVED)
                    .executor(task -> Thread.ofVirtual().name("placement").start(task))
                    .buildAsync(this::ask);

    private volatile boolean isOne;

    Placement(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The server of {@code environment}, or {@link #ANY}. Never fails, and does not wait for the
     * database.
     */
    CompletableFuture<Server> of(EnvironmentId environment) {
        return isOne ? ANYWHERE : servers.get(environment).exceptionally(_ -> ANY);
    }

    private Server ask(EnvironmentId environment) {
        return jdbi.withHandle(handle -> {
            if (!Spread.is(handle)) {
                isOne = true;
                return ANY;
            }
            return server(handle, environment);
        });
    }

    private static Server server(Handle handle, EnvironmentId environment) {
        return handle.createQuery(SERVER)
                .bind("environment", environment.value().toString())
                .map((row, _) -> new Server(row.getInt("groupid"), row.getString("address")))
                .findFirst()
                .orElse(ANY);
    }
}
