package io.hookbridge.net.client;

import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The connections to one target, and the exchanges that wait for one. Belongs to the target's loop.
 *
 * <p><b>Made or waited for.</b> The first {@link #FREELY} connections are made as they are wanted.
 * Whoever finds all in use waits for one to become free, and has another made only when that has
 * taken as long as making the last one took: where handshakes take long because the machine is busy
 * with them, fewer are begun. It waits {@link #SOON} in any case, in which a receiver nearby has
 * answered several of the messages that came with it, and {@link #LATER} where there are so many
 * connections that one has to be closed for each that is made. No more are made at once than there
 * are already, so they double at the most. Nobody waits where the receiver closed the connection
 * that was used last, since none will become free; and whoever has waited for {@link
 * Pool#patienceNanos} is put off.
 */
final class Connections {

    static final int FREELY = 4;

    private static final Duration SOON = Duration.ofMillis(10);

    private static final Duration LATER = Duration.ofMillis(200);

    private final Pool pool;
    private final Pool.Key key;
    private final Pool.Owner owner;

    /** Those that rest come first, then those that were used longest ago. */
    private final Deque<Connection> idle = new ArrayDeque<>();

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Those that lead to the target, idle or in use. */
    private int made;

    private int beingMade;
    private long lastMakingNanos;
    private boolean closedWhenUsed;

    private record Waiting(Exchange exchange, long sinceNanos) {}

    Connections(Pool pool, Pool.Key key, Pool.Owner owner) {
        this.pool = pool;
        this.key = key;
        this.owner = owner;
        this.lastMakingNanos = pool.patienceNanos();
    }

    Pool.Key key() {
        return key;
    }

    Pool.Owner owner() {
        return owner;
    }

    EventLoop loop() {
        return pool.loop();
    }

    /** Where what is found on a socket may lie for a moment. */
    ByteBuffer glance() {
        return pool.glance();
    }

    /** The moment until which a connection that is made now may be used. */
    long endOfOneMadeNow() {
        return pool.endOfOneMadeNow();
    }

    /** Gives the exchange an idle connection, has it make one or wait, or puts it off. */
    void want(Exchange exchange) {
        if (!exchange.mayBegin()) {
            exchange.putOff();
            return;
        }
        // Whoever waits already goes first.
        boolean isFirst = waiting.isEmpty();
        Connection usable = isFirst ? take() : null;
        if (usable != null) {
            exchange.over(usable);
        } else if (isFirst && mayMakeOne()) {
            exchange.overNewConnection();
        } else {
            waiting.addLast(new Waiting(exchange, System.nanoTime()));
            pool.awaited(this);
        }
    }

    /** The connection that was used last, if it can still be used. */
    private @Nullable Connection take() {
        while (!idle.isEmpty()) {
            Connection last = idle.getLast();
            if (last.rests()) {
                // Those before it began to rest later.
                return null;
            }
            forget(last);
            if (last.isUsable()) {
                return last;
            }
            last.close();
        }
        return null;
    }

    /** Serves those who wait and can be served now. */
    void serve() {
        while (!waiting.isEmpty()) {
            long waited = System.nanoTime() - waiting.getFirst().sinceNanos();
            boolean goesOn = waiting.getFirst().exchange().mayBegin();
            Connection usable = goesOn ? take() : null;
            if (usable != null) {
                next().over(usable);
            } else if (goesOn && mayMakeAfter(waited)) {
                next().overNewConnection();
            } else if (!goesOn || waited >= pool.patienceNanos()) {
                next().putOff();
            } else {
                return;
            }
        }
    }

    private Exchange next() {
        pool.served();
        return waiting.removeFirst().exchange();
    }

    private boolean mayMakeOne() {
        return closedWhenUsed || made + beingMade < FREELY;
    }

    /** Whether one more may be made for an exchange that has waited for so long. */
    private boolean mayMakeAfter(long waitedNanos) {
        return mayMakeOne()
                || (!pool.isLate()
                        && waitedNanos >= Math.max(lastMakingNanos, leastWait().toNanos())
                        && beingMade
                                < (lastMakingNanos < pool.patienceNanos()
                                        ? Math.max(FREELY, made)
                                        : 1));
    }

    private Duration leastWait() {
        return pool.hasRoom(owner) ? SOON : LATER;
    }

    boolean areAwaited() {
        return !waiting.isEmpty();
    }

    /** Whether there is none, and nobody wants one. */
    boolean areUnused() {
        return made + beingMade == 0 && waiting.isEmpty();
    }

    /** One is about to be made. */
    void beginMaking() {
        beingMade++;
    }

    /** That is over, whatever became of it. */
    void endMaking() {
        beingMade--;
        changed();
    }

    /**
     * One leads to the target.
     *
     * @param nanos how long that took
     */
    void made(long nanos) {
        made++;
        pool.made(owner);
        lastMakingNanos = Math.min(nanos, pool.patienceNanos());
    }

    /** One that was made has ended. */
    void gone() {
        made--;
        pool.gone(owner);
        changed();
    }

    /**
     * The exchange that one carried is over.
     *
     * @param keep whether it may carry another one
     */
    void used(Connection connection, boolean keep) {
        boolean kept = keep && pool.mayKeep(connection);
        // What was closed for its age says nothing of the next ones.
        closedWhenUsed = !kept && connection.isYoung();
        if (!kept) {
            connection.close();
            return;
        }
        if (connection.rests()) {
            idle.addFirst(connection);
        } else {
            idle.addLast(connection);
        }
        pool.keep(connection, owner);
        changed();
    }

    /** Those who wait are served when whatever led to this is done. */
    private void changed() {
        if (!waiting.isEmpty()) {
            pool.loop().execute(this::serve);
        }
    }

    /** Takes out a connection, if it is idle. */
    void forget(Connection connection) {
        if (pool.forget(connection, owner)) {
            idle.removeLastOccurrence(connection);
        }
    }

    /** Something came from the target that nobody had asked for. */
    void distrust() {
        pool.distrust(key);
        while (!idle.isEmpty()) {
            drop(idle.getLast());
        }
    }

    /** Closes one that is idle. */
    void drop(Connection connection) {
        forget(connection);
        connection.close();
    }
}
