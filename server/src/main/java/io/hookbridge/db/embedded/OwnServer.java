package io.hookbridge.db.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** The server of a data folder that this process owns. */
final class OwnServer {

    private static final Logger log = LoggerFactory.getLogger(OwnServer.class);

    private final FolderLock lock;
    private final Cluster cluster;
    private final Databases databases;
    private volatile Postmaster postmaster;

    private OwnServer(
            FolderLock lock, Cluster cluster, Databases databases, Postmaster postmaster) {
        this.lock = lock;
        this.cluster = cluster;
        this.databases = databases;
        this.postmaster = postmaster;
    }

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
                    new OwnServer(
                            lock, cluster, new Databases(postmaster.port(), password), postmaster);
            server.makeUsable();
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

    /**
     * Brings a server up that has ended by itself, on the port that it had; on any failure nothing
     * is left running.
     */
    void startAgain() throws IOException, SQLException, InterruptedException {
        cluster.clearLeftovers();
        postmaster = cluster.startOn(postmaster.port());
        makeUsable();
    }

    private void makeUsable() throws IOException, SQLException, InterruptedException {
        try {
            try (Connection superuser = Databases.connect(databases.superuser())) {
                databases.makeIfAbsent(superuser);
                RequireSafety.ofAuthentication(superuser);
            }
            try (Connection own = Databases.connect(databases.hookbridge())) {
                RequireSafety.ofCommits(own, cluster.durability());
            }
            lock.announce(postmaster.port());
        } catch (IOException | SQLException | RuntimeException e) {
            postmaster.stop();
            throw e;
        }
    }

    Postmaster postmaster() {
        return postmaster;
    }

    Databases databases() {
        return databases;
    }

    void stop() throws IOException, InterruptedException {
        postmaster.stop();
        lock.release();
        log.info("PostgreSQL has stopped");
    }
}
