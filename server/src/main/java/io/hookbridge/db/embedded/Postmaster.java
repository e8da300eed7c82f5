package io.hookbridge.db.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The PostgreSQL server process of a cluster, which may have ended meanwhile. */
record Postmaster(Programs programs, Path cluster, PostmasterPid process) {

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration FAST = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(5);

    /** Ends all sessions, writes everything out and returns when the process is gone. */
    void stop() throws IOException, InterruptedException {
        signal("INT");
        if (!ended(FAST)) {
            log.warn("PostgreSQL (process {}) is slow to stop; stopping it at once", pid());
            stopAtOnce();
        }
    }

    /** Stops without writing anything out; the next start recovers from the log. */
    void stopAtOnce() throws IOException, InterruptedException {
        signal("QUIT");
        if (!ended(IMMEDIATE)) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL (process %d) does not stop".formatted(pid()));
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        if (!isAlive()) {
            return;
        }
        try {
            programs.run("pg_ctl", "kill", name, Long.toString(pid()));
        } catch (EmbeddedPostgresException e) {
            if (isAlive()) {
                throw e;
            }
        }
    }

    private boolean ended(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    boolean isAlive() {
        return process.isServerOf(cluster);
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return process.port();
    }
}
