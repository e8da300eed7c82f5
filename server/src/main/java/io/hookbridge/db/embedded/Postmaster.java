package io.hookbridge.db.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;

/** A running PostgreSQL server process on one cluster. */
record Postmaster(Programs programs, long pid, int port) {

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration FAST = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(5);

    /** Ends all sessions, writes everything out and returns when the process is gone. */
    void stop() throws IOException, InterruptedException {
        signal("INT");
        if (!ended(FAST)) {
            log.warn("PostgreSQL (process {}) is slow to stop; stopping it at once", pid);
            stopAtOnce();
        }
    }

    /** Stops without writing anything out; the next start recovers from the log. */
    void stopAtOnce() throws IOException, InterruptedException {
        signal("QUIT");
        if (!ended(IMMEDIATE)) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL (process %d) does not stop".formatted(pid));
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        try {
            programs.run("pg_ctl", "kill", name, Long.toString(pid));
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

    /** A process without a program is a zombie, which some containers never reap. */
    private boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().isPresent())
                .isPresent();
    }
}
