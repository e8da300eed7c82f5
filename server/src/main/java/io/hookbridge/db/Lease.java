package io.hookbridge.db;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The right of one running server to do something alone, kept as a row that ends by itself. It
 * spares work that two would do twice; what must never happen twice needs more than a lease,
 * because a server that was paused may not know yet that its time is over.
 *
 * <p>Safe for use by many threads.
 */
public final class Lease {

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final String name;
    private final UUID holder;
    private final Duration length;
    private volatile Instant until = Instant.EPOCH;
    private volatile boolean givenUp;

    /**
     * @param name what the right is for
     * @param holder this running server
     * @param length how long the right lasts without being renewed
     */
    public Lease(Jdbi jdbi, InstantSource clock, String name, UUID holder, Duration length) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.name = name;
        this.holder = holder;
        this.length = length;
    }

    /**
     * Takes or renews the lease; false if another server has it. Asks the database only in the
     * second half of its time.
     */
    public boolean hold() {
        if (givenUp) {
            return false;
        }
        Instant now = clock.instant();
        if (now.isBefore(until.minus(length.dividedBy(2)))) {
            return true;
        }
        Instant next = now.plus(length);
        boolean held = take(now, next);
        until = held ? next : Instant.EPOCH;
        return held;
    }

    private boolean take(Instant now, Instant next) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                        """
                                        INSERT INTO lease (name, holder, until)
                                        VALUES (:name, :holder, :next)
                                        ON CONFLICT (name) DO UPDATE
                                           SET holder = excluded.holder,
                                               until = excluded.until
                                         WHERE lease.holder = excluded.holder
                                            OR lease.until <= :now
                                        """)
                                .bind("name", name)
                                .bind("holder", holder)
                                .bind("next", next)
                                .bind("now", now)
                                .execute()
                        == 1);
    }

    /**
     * Ends the right of whoever has it, for who knows that no other server runs: one that was
     * killed would be waited for.
     */
    public void takeAway() {
        jdbi.useHandle(handle ->
                handle.createUpdate("DELETE FROM lease WHERE name = :name")
                        .bind("name", name)
                        .execute());
    }

    /**
     * Gives the lease up for good, so that another server need not wait for its end; work that asks
     * for it between its parts stops.
     */
    public void giveUp() {
        givenUp = true;
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM lease
                                 WHERE name = :name
                                   AND holder = :holder
                                """)
                        .bind("name", name)
                        .bind("holder", holder)
                        .execute());
    }
}
