package io.hookbridge.net.client;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Target;
import io.hookbridge.net.Url;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The idle connections that live on one loop, and only that loop comes here. */
final class Pool {

    private static final int SWEEP_SECONDS = 1;

    /**
     * An environment may have so many times as many as are free, so that others always find some
     * (decision 0014).
     */
    private static final int TIMES_FREE = 4;

    /**
     * How long and how many connections are kept.
     *
     * @param idle without a request
     * @param age altogether, at least so long and less than twice as long; then the name is looked
     *     up anew
     * @param distrust how long none is kept of a target that sent what nobody had asked for
     * @param most on all loops together
     */
    record Keeping(Duration idle, Duration age, Duration distrust, int most) {

        static final Keeping USUAL =
                new Keeping(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(10),
                        2048);
    }

    /**
     * What a connection may be used for: requests to one target at one place.
     *
     * @param environment whose target it is
     */
    record Key(EnvironmentId environment, TargetId target, boolean https, String host, int port) {

        static Key of(Destination destination, Target target) {
            Url url = target.url();
            return new Key(
                    destination.environment(),
                    destination.target(),
                    url.https(),
                    url.host(),
                    url.port());
        }
    }

    private final EventLoop loop;
    private final Keeping keeping;
    private final int most;
    private final Map<Key, Deque<Connection>> idle = new HashMap<>();

    /** The same of each environment, in the order in which they became idle. */
    private final Map<EnvironmentId, LinkedHashSet<Connection>> oldestFirst = new HashMap<>();

    private int size;
    private final Distrust distrust;
    private boolean closed;

    /**
     * @param most of the connections that are kept are this loop's
     */
    Pool(EventLoop loop, Keeping keeping, int most) {
        this.loop = loop;
        this.keeping = keeping;
        this.most = most;
        this.distrust = new Distrust(keeping.distrust());
        var _ =
                loop.scheduleWithFixedDelay(
                        this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    EventLoop loop() {
        return loop;
    }

    /** The moment until which a connection that is made now may be used. */
    long endOfOneMadeNow() {
        long nanos = keeping.age().toNanos();
        return System.nanoTime() + nanos + ThreadLocalRandom.current().nextLong(nanos);
    }

    /** The connection that was used last, if it can still be used. */
    @Nullable Connection take(Key key) {
        Deque<Connection> all = idle.get(key);
        while (all != null && !all.isEmpty()) {
            Connection last = all.getLast();
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

    /** Keeps a connection whose request was answered. */
    void keep(Connection connection) {
        if (closed || !connection.isYoung() || distrust.isOf(connection.key())) {
            connection.close();
            return;
        }
        Deque<Connection> all = idle.computeIfAbsent(connection.key(), _ -> new ArrayDeque<>());
        if (connection.rests()) {
            all.addFirst(connection);
        } else {
            all.addLast(connection);
        }
        LinkedHashSet<Connection> own =
                oldestFirst.computeIfAbsent(
                        connection.key().environment(), _ -> new LinkedHashSet<>());
        own.add(connection);
        size++;
        while (own.size() > TIMES_FREE * (most - size)) {
            drop(own.getFirst());
        }
    }

    private void drop(Connection connection) {
        forget(connection);
        connection.close();
    }

    /** Takes out a connection, if it is here. */
    void forget(Connection connection) {
        EnvironmentId environment = connection.key().environment();
        LinkedHashSet<Connection> own = oldestFirst.get(environment);
        if (own != null && own.remove(connection)) {
            size--;
            if (own.isEmpty()) {
                oldestFirst.remove(environment);
            }
            Deque<Connection> all = idle.get(connection.key());
            if (all != null && all.removeLastOccurrence(connection) && all.isEmpty()) {
                idle.remove(connection.key());
            }
        }
    }

    /** Something came from a target that nobody had asked for. */
    void distrust(Key key) {
        distrust.begin(key);
        Deque<Connection> all = idle.get(key);
        while (all != null && !all.isEmpty()) {
            drop(all.getLast());
        }
    }

    private void sweep() {
        distrust.sweep();
        long before = System.nanoTime() - keeping.idle().toNanos();
        dropOldest(oldest -> oldest.idleSince() - before <= 0);
    }

    /** Closes those that have been idle for longest, as long as they are {@code meant}. */
    private void dropOldest(Predicate<Connection> meant) {
        for (LinkedHashSet<Connection> own : List.copyOf(oldestFirst.values())) {
            while (!own.isEmpty() && meant.test(own.getFirst())) {
                drop(own.getFirst());
            }
        }
    }

    /** Closes what is idle, and whatever will be. */
    void close() {
        closed = true;
        dropOldest(_ -> true);
    }

    int size() {
        return size;
    }

    /** How many targets sent what nobody had asked for, so that no connection of theirs is kept. */
    int distrusted() {
        return distrust.size();
    }
}
