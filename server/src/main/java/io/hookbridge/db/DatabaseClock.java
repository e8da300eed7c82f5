package io.hookbridge.db;

import org.jdbi.v3.core.Handle;

import java.time.Instant;

/** The one clock that all servers of a database have in common. */
public final class DatabaseClock {

    private DatabaseClock() {}

    /** When the transaction of {@code handle} began; {@code now()} in its statements. */
    public static Instant now(Handle handle) {
        return handle.createQuery("SELECT now()").mapTo(Instant.class).one();
    }
}
