package io.hookbridge.db.replica;

import java.time.Duration;
import java.time.Instant;

/** How a replica stands. Only one that is {@link Current} is read from. */
public sealed interface Standing {

    /** For the operator, without a full stop; the same words as long as the reason is the same. */
    String sentence();

    /**
     * It keeps up.
     *
     * @param asOf whatever was committed on the primary before this moment of its clock is there
     */
    record Current(Instant asOf) implements Standing {
        @Override
        public String sentence() {
            return "the read replica keeps up";
        }
    }

    /** Nobody has found out yet. */
    record Unknown() implements Standing {
        @Override
        public String sentence() {
            return "the read replica has not been looked at yet";
        }
    }

    /**
     * It is a replica of this database and has not come far enough.
     *
     * @param most that it may lag behind
     */
    record Behind(Duration most) implements Standing {
        @Override
        public String sentence() {
            return "the read replica lags more than %d s behind, and the primary is read until it has caught up: see"
                            .formatted(most.toSeconds())
                    + " pg_stat_replication on the primary, and max_standby_streaming_delay and long queries on the"
                    + " replica";
        }
    }

    /**
     * It cannot be asked.
     *
     * @param reason a sentence with host, port and database, and without a credential
     */
    record Away(String reason) implements Standing {
        @Override
        public String sentence() {
            return "HOOKBRIDGE_READ_DATABASE_URL: " + reason + "; the primary is read until then";
        }
    }

    /**
     * It answers, and is no replica of this database.
     *
     * @param reason what it is instead and what to do
     */
    record Unfit(String reason) implements Standing {
        @Override
        public String sentence() {
            return "HOOKBRIDGE_READ_DATABASE_URL leads to " + reason + "; the primary is read";
        }
    }
}
