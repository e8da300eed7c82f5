package io.hookbridge.inbound.listen;

import io.hookbridge.base.Ticker;
import io.hookbridge.message.Moves;
import io.hookbridge.message.Taken;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * That somebody listens to a line on this server, as all servers read it in the database: while it
 * stands there, nobody who asks is given anything. It stands for a while only, since a server may
 * be gone, and is renewed. Where it has lapsed all the same, because the database could not be
 * reached, others may have asked meanwhile, and nothing is given here until that is seen to.
 *
 * <p>Safe for use by many threads.
 */
final class Leases {

    private static final Duration LEASE = Duration.ofSeconds(20);

    private final Jdbi jdbi;
    private final LineLocks locks;
    private final UUID server;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Consumer<Line> begun;

    /**
     * @param begun told of a line that somebody listens to again
     */
    Leases(
            Jdbi jdbi,
            LineLocks locks,
            UUID server,
            InstantSource clock,
            Ticker ticker,
            Consumer<Line> begun) {
        this.jdbi = jdbi;
        this.locks = locks;
        this.server = server;
        this.clock = clock;
        this.ticker = ticker;
        this.begun = begun;
    }

    /** A time that a lease can be counted from, if it is asked before the database is. */
    long now() {
        return ticker.nanos();
    }

    /** Whether a lease of that time holds for certain. */
    boolean holds(long sinceNanos) {
        return ticker.nanos() - sinceNanos < LEASE.toNanos();
    }

    /**
     * Somebody listens here from now on, and whoever asked before has what it was given.
     *
     * @param last the last position of the locked line
     */
    void begin(Handle handle, Line line, long last) {
        ListenServerStore.begin(handle, line, server, LEASE);
        take(handle, GivenStore.waiting(handle, line, last, true));
    }

    /** These are taken; under the lock of the line. */
    void take(Handle handle, List<Taken> taken) {
        if (!taken.isEmpty()) {
            Moves.take(handle, taken, clock.instant());
        }
    }

    /** Says the same anew for a feed whose lease has lapsed, unless its listeners have gone. */
    void beginAgain(Feed feed) {
        Line line = feed.line();
        locks.locked(
                line,
                () -> {
                    if (!feed.isEmpty()) {
                        long now = now();
                        jdbi.useTransaction(
                                handle -> begin(handle, line, LineStore.lock(handle, line)));
                        feed.leased(now);
                        begun.accept(line);
                    }
                });
    }

    /** Makes those last that have not lapsed. */
    void renew(List<Feed> feeds) {
        if (feeds.isEmpty()) {
            return;
        }
        List<Line> lines = feeds.stream().map(Feed::line).toList();
        long now = now();
        Set<Line> renewed =
                jdbi.inTransaction(handle -> ListenServerStore.renew(handle, lines, server, LEASE));
        for (Feed feed : feeds) {
            if (renewed.contains(feed.line())) {
                feed.leased(now);
            } else {
                feed.lapsed();
            }
        }
    }

    /** Nobody listens to this line here any more; under its lock on this server. */
    void end(Line line) {
        jdbi.useTransaction(handle -> ListenServerStore.notListening(handle, line, server));
    }

    /** Nobody listens here any more. */
    void end() {
        jdbi.useTransaction(handle -> ListenServerStore.end(handle, server));
    }
}
