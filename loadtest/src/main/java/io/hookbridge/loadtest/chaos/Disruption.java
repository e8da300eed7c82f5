package io.hookbridge.loadtest.chaos;

import java.time.Duration;

/**
 * Something that was broken on purpose.
 *
 * @param begin before it was done, by {@code System.nanoTime}
 * @param end when it was mended, or done where there is nothing to mend
 */
record Disruption(Kind kind, long begin, long end) {

    /**
     * How long it may take on a busy machine from the arrival of a webhook until its result is in
     * the database. How long it really took is in the report.
     */
    static final Duration IN_FLIGHT = Duration.ofSeconds(5);

    /** What is broken. */
    enum Kind {
        SERVER_KILL("server killed (-9)", true),
        SERVER_STOP("server restarted in order", false),
        SERVER_PAUSE("server paused beyond its lease", true),
        SERVER_STALL("the same between COPY and COMMIT", true),
        SESSION_KILL("PostgreSQL session killed (-9)", true),
        POSTGRES_KILL("PostgreSQL killed (-9)", true),
        DATABASE_KILL("server of the database killed", true),
        POSTMASTER_KILL("PostgreSQL killed (-9), server stays", true),
        NETWORK_SILENT("network to PostgreSQL silent", true),
        NETWORK_CUT("network to PostgreSQL cut", true),
        COMMIT_SILENT("network silent after a COMMIT", true),
        COMMIT_CUT("network cut after a COMMIT", true),
        PARTITION_DROP("partition of messages dropped", false),
        DISK_FULL("disk full", true),
        CLOCK_STEP("clock of a server an hour off", false),
        LEASES_END("clock of PostgreSQL an hour ahead", true),
        STORAGE_KILL("cold storage killed (-9)", false),
        STORAGE_SILENT("cold storage silent", false),
        REPLICA_KILL("replica killed (-9)", false),
        REPLICA_SILENT("replica silent", false),
        RECEIVER_DOWN("receiver down", true),
        RECEIVER_BREAKS("receiver breaks connections", false);

        private final String words;
        private final boolean mayRepeat;

        Kind(String words, boolean mayRepeat) {
            this.words = words;
            this.mayRepeat = mayRepeat;
        }

        /** Whether it is done to a commit, with nothing else broken until all is delivered. */
        boolean leavesDoubt() {
            return this == COMMIT_CUT || this == COMMIT_SILENT;
        }

        String words() {
            return words;
        }
    }

    /**
     * Whether a delivery that arrived at {@code before} was under way during this, so that it may
     * have been made again at {@code again}: its result could not be written, or the receiver's
     * answer could not be read.
     */
    boolean explains(long before, long again) {
        return kind.mayRepeat
                && again - begin >= 0
                && before - (begin - IN_FLIGHT.toNanos()) >= 0
                && before - end <= 0;
    }
}
