package io.hookbridge.db.citus;

/** How a worker that was named stands. Only one that is {@link Fit} is written through. */
public sealed interface WorkerStanding {

    /** For the operator, without a full stop; the same words as long as the reason is the same. */
    String sentence();

    /** It is a worker of this database and reaches the coordinator. */
    record Fit() implements WorkerStanding {
        @Override
        public String sentence() {
            return "what came of deliveries is written through the worker";
        }
    }

    /** Nobody has found out, or can as long as no server delivers. */
    record Unknown() implements WorkerStanding {
        @Override
        public String sentence() {
            return "whether the worker belongs to this database shows when a server delivers";
        }
    }

    /**
     * It cannot be asked.
     *
     * @param reason a sentence with host, port and database, and without a credential
     */
    record Away(String reason) implements WorkerStanding {
        @Override
        public String sentence() {
            return "HOOKBRIDGE_WORKER_DATABASE_URL: "
                    + reason
                    + "; meanwhile the coordinator does its work";
        }
    }

    /**
     * It answers, and is no worker of this database.
     *
     * @param reason what it is instead and what to do
     */
    record Unfit(String reason) implements WorkerStanding {
        @Override
        public String sentence() {
            return "HOOKBRIDGE_WORKER_DATABASE_URL leads to "
                    + reason
                    + "; the coordinator does its work";
        }
    }
}
