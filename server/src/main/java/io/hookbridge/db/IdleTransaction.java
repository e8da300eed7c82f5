package io.hookbridge.db;

import org.jdbi.v3.core.Handle;

/**
 * Bounds how long a server that stands still holds up the others with what it has locked: its
 * connection stays open, so PostgreSQL would wait for its next statement for ever.
 */
public final class IdleTransaction {

    private static final String SETTING = "idle_in_transaction_session_timeout";
    private static final int MILLIS = 5_000;

    /**
     * An expression that bounds it for the transaction that evaluates it: PostgreSQL ends the
     * session when nothing has been said in it for 5 seconds.
     */
    public static final String LIMITED = "set_config('" + SETTING + "', '" + MILLIS + "', true)";

    /**
     * A statement that does, also for the sessions that Citus opens at other servers for this
     * transaction.
     */
    public static final String LIMIT_EVERYWHERE = "SET LOCAL " + SETTING + " = " + MILLIS;

    private IdleTransaction() {}

    /** Bounds it for the transaction of {@code handle}, before others wait for its locks. */
    public static void limit(Handle handle) {
        handle.execute("SELECT " + LIMITED);
    }
}
