package io.hookbridge.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;

/** The one clock that all servers of a database have in common. */
public final class DatabaseClock {

    private DatabaseClock() {}

    /** Asks the database each time; fails as statements do. */
    public static InstantSource of(Jdbi jdbi) {
        return () -> jdbi.withHandle(DatabaseClock::now);
    }

    /** When the transaction of {@code handle} began; {@code now()} in its statements. */
    public static Instant now(Handle handle) {
        return handle.createQuery("SELECT now()").mapTo(Instant.class).one();
    }
}
