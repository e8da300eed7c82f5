package io.hookbridge.db;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

/** For statements that may take longer than any request waits, such as those that move tables. */
public final class LongStatement {

    private LongStatement() {}

    /**
     * Runs {@code work} with {@code handle}, whose connection waits so long for each answer.
     *
     * @param longest at least a millisecond, at most 24 days
     */
    public static <T> T run(Handle handle, Duration longest, Supplier<T> work) {
        int before = await(handle, Math.toIntExact(longest.toMillis()));
        try {
            return work.get();
        } finally {
            await(handle, before);
        }
    }

    /** How long it was before; a connection that is broken tells with the next statement. */
    private static int await(Handle handle, int millis) {
        try {
            int before = handle.getConnection().getNetworkTimeout();
            handle.getConnection().setNetworkTimeout(Runnable::run, millis);
            return before;
        } catch (SQLException broken) {
            return millis;
        }
    }
}
