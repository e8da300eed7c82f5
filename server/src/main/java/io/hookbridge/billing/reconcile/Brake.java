package io.hookbridge.billing.reconcile;

/** Tells a mass change from ordinary departures. */
final class Brake {

    /** So many tenants may lose access in one run, however few there are. */
    private static final int ALWAYS_ALLOWED = 3;

    private static final int PERCENT_ALLOWED = 5;

    private Brake() {}

    /**
     * Whether a run has to stop.
     *
     * @param losses tenants who would lose access
     * @param withAccess tenants who had it when the run began
     */
    static boolean holds(int losses, int withAccess) {
        return losses > ALWAYS_ALLOWED && losses * 100L > (long) PERCENT_ALLOWED * withAccess;
    }
}
