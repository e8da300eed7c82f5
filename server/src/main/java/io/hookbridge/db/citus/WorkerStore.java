package io.hookbridge.db.citus;

import org.jdbi.v3.core.Handle;

import java.util.Optional;
import java.util.UUID;

/** What shows whether a server is a worker of a database. */
final class WorkerStore {

    private WorkerStore() {}

    /**
     * Tells this database from any other, also from a copy of it: the node that came last. Asks the
     * coordinator; empty if no server delivers.
     */
    static Optional<UUID> witness(Handle coordinator) {
        return coordinator
                .createQuery("SELECT id FROM node ORDER BY id DESC LIMIT 1")
                .mapTo(UUID.class)
                .findOne();
    }

    static boolean isOfCitus(Handle worker) {
        return is(worker, "SELECT to_regclass('pg_catalog.pg_dist_local_group') IS NOT NULL");
    }

    static boolean isCoordinator(Handle worker) {
        return is(worker, "SELECT groupid = 0 FROM pg_dist_local_group");
    }

    static boolean hasTables(Handle worker) {
        return is(worker, "SELECT to_regclass('node') IS NOT NULL");
    }

    /** Whether the coordinator behind {@code worker} has it. */
    static boolean sees(Handle worker, UUID witness) {
        return worker.createQuery("SELECT EXISTS (SELECT id FROM node WHERE id = :witness)")
                .bind("witness", witness)
                .mapTo(Boolean.class)
                .one();
    }

    private static boolean is(Handle handle, String question) {
        return handle.createQuery(question).mapTo(Boolean.class).one();
    }
}
