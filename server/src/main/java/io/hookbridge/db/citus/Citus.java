package io.hookbridge.db.citus;

import org.jdbi.v3.core.Jdbi;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The servers of a database, and what is spread over them. */
public final class Citus {

    private static final int LARGEST = 20;

    private final CitusStore store;

    public Citus(Jdbi jdbi) {
        store = new CitusStore(jdbi);
    }

    /** Whether tables are spread; asks a database that has the current schema. */
    public boolean isSpread() {
        return store.isSpread();
    }

    /**
     * What stands in the way of spreading tables over the servers of this database, in a sentence;
     * empty if nothing does.
     */
    public Optional<String> obstacle() {
        if (!store.hasExtension()) {
            return Optional.of(
                    "the database is a plain PostgreSQL without the extension citus: make it with CREATE EXTENSION citus on"
                            + " the coordinator and on each worker, or name the database of a coordinator");
        }
        if (!store.knowsCoordinator()) {
            return Optional.of(
                    "Citus does not know under which address its workers reach the coordinator: say it with SELECT"
                            + " citus_set_coordinator_host('HOST', PORT)");
        }
        List<ClusterServer> servers = servers();
        if (servers.stream().noneMatch(ClusterServer::takesShards)) {
            return Optional.of(
                    "no server of the database takes shards: add a worker with SELECT citus_add_node('HOST', PORT)");
        }
        return down(servers);
    }

    /**
     * The servers that cannot be reached now, in a sentence that says what to do; empty if all can.
     */
    public Optional<String> down() {
        return down(servers());
    }

    private static Optional<String> down(List<ClusterServer> servers) {
        String down =
                servers.stream()
                        .filter(server -> !server.reachable())
                        .map(ClusterServer::place)
                        .collect(Collectors.joining(", "));
        return down.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the coordinator does not reach %s: start it, or put its standby in its place with citus_update_node"
                                .formatted(down));
    }

    /**
     * Spreads the tables, unless that was done before.
     *
     * @return whether it was done now
     * @throws CitusRefused if something stands in the way; nothing has changed then
     */
    public boolean spread(int shards) {
        if (store.isSpread()) {
            return false;
        }
        obstacle()
                .ifPresent(obstacle -> {
                    throw new CitusRefused(obstacle);
                });
        return store.distribute(shards);
    }

    /** All servers, the coordinator first. */
    public List<ClusterServer> servers() {
        return store.servers();
    }

    /** The environments that have accepted most lately, at most 20, the largest first. */
    public List<ClusterEnvironment> largest() {
        return store.environments(LARGEST, null);
    }

    /** An environment, if there is one with this id. */
    public Optional<ClusterEnvironment> environment(UUID id) {
        return store.environments(1, id).stream().findFirst();
    }

    /**
     * Gives an environment a shard of its own, and moves that to another server if one is named. It
     * goes on working meanwhile, but for a moment at the end.
     *
     * @throws CitusRefused if there is no such server
     */
    public void setApart(ClusterEnvironment environment, Optional<String> place) {
        Optional<ClusterServer> to =
                place.map(wanted ->
                        servers().stream()
                                .filter(ClusterServer::takesShards)
                                .filter(server -> server.place().equals(wanted))
                                .findFirst()
                                .orElseThrow(() ->
                                        new CitusRefused(
                                                "no server of the database that takes shards has this address; admin cluster"
                                                        + " shows those that do")));
        if (!environment.apart()) {
            store.isolate(environment.id());
        }
        to.ifPresent(server -> store.move(environment.id(), server));
    }
}
