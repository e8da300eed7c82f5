package io.hookbridge.db.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** The server of a data folder that this process owns. */
record OwnServer(FolderLock lock, Postmaster postmaster, Databases databases) {

    private static final Logger log = LoggerFactory.getLogger(OwnServer.class);

    /**
     * Brings the server up; on any failure nothing is left running and the folder is free again.
     */
    static OwnServer start(DataFolder folder, FolderLock lock, Durability durability)
            throws IOException, SQLException, InterruptedException {
        try {
            long began = System.nanoTime();
            Programs programs = UnpackPrograms.into(folder.binaries());
            Cluster cluster = new Cluster(folder, programs, durability);
            cluster.clearLeftovers();
            String password = cluster.initialiseIfAbsent();
            Postmaster postmaster = cluster.start();
            OwnServer server =
                    new OwnServer(lock, postmaster, new Databases(postmaster.port(), password));
            server.makeUsable(durability);
            log.info(
                    "PostgreSQL is ready on 127.0.0.1:{} after {} ms (process {}, data in {})",
                    postmaster.port(),
                    (System.nanoTime() - began) / 1_000_000,
                    postmaster.pid(),
                    folder.root());
            return server;
        } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
            lock.release();
            throw e;
        }
    }

    private void makeUsable(Durability durability)
            throws IOException, SQLException, InterruptedException {
        try {
            try (Connection superuser = Databases.connect(databases.superuser())) {
                databases.makeIfAbsent(superuser);
                RequireSafety.ofAuthentication(superuser);
            }
            try (Connection own = Databases.connect(databases.hookbridge())) {
                RequireSafety.ofCommits(own, durability);
            }
            lock.announce(postmaster.port());
        } catch (IOException | SQLException | RuntimeException e) {
            postmaster.stop();
            throw e;
        }
    }

    void stop() throws IOException, InterruptedException {
        postmaster.stop();
        lock.release();
        log.info("PostgreSQL has stopped");
    }
}
