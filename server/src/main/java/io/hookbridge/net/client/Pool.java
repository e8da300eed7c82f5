package io.hookbridge.net.client;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Target;
import io.hookbridge.net.Url;
import io.netty.channel.EventLoop;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The connections that live on one loop, and only that loop comes here. */
final class Pool {

    private static final int SWEEP_SECONDS = 1;

    /** How soon it is noticed that an exchange has waited long enough for a connection. */
    private static final Duration LOOK = Duration.ofMillis(10);

    /** So much later than it should a loop is only if the machine is busy. */
    private static final Duration LATE = Duration.ofMillis(20);

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

    /** Enough to see what it is. */
    private static final int GLANCE = 1024;

    private final ByteBuffer glance = ByteBuffer.allocateDirect(GLANCE);
    private final EventLoop loop;
    private final Keeping keeping;
    private final int most;
    private final long patienceNanos;
    private final Map<Key, Connections> targets = new HashMap<>();
    private final Map<EnvironmentId, Owner> owners = new HashMap<>();

    /** Those that exchanges wait for. */
    private final Set<Connections> awaited = new LinkedHashSet<>();

    private int size;
    private int waiting;
    private final Distrust distrust;
    private boolean late;
    private boolean closed;

    /**
     * @param most of the idle connections are this loop's
     * @param patience how long an exchange may wait for a connection
     */
    Pool(EventLoop loop, Keeping keeping, int most, Duration patience) {
        this.loop = loop;
        this.keeping = keeping;
        this.most = most;
        this.patienceNanos = patience.toNanos();
        this.distrust = new Distrust(keeping.distrust());
        var _ =
                loop.scheduleWithFixedDelay(
                        this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    EventLoop loop() {
        return loop;
    }

    /** Where what is found on a socket may lie for a moment. */
    ByteBuffer glance() {
        return glance;
    }

    /** How long an exchange may wait for a connection. */
    long patienceNanos() {
        return patienceNanos;
    }

    /** The moment until which a connection that is made now may be used. */
    long endOfOneMadeNow() {
        long nanos = keeping.age().toNanos();
        return System.nanoTime() + nanos + ThreadLocalRandom.current().nextLong(nanos);
    }

    /** The connections to all targets of one environment. */
    static final class Owner {

        /** In the order in which they became idle. */
        private final LinkedHashSet<Connection> idle = new LinkedHashSet<>();

        /** How many there are, idle or in use. */
        private int open;

        private int targets;
    }

    /** Those to one target. */
    Connections to(Key key) {
        Connections known = targets.get(key);
        return known == null ? add(key) : known;
    }

    private Connections add(Key key) {
        Owner owner = owners.computeIfAbsent(key.environment(), _ -> new Owner());
        owner.targets++;
        Connections added = new Connections(this, key, owner);
        targets.put(key, added);
        return added;
    }

    /** Whether they are unused, and go. */
    private boolean letGo(Connections connections) {
        if (!connections.areUnused()) {
            return false;
        }
        connections.owner().targets--;
        return true;
    }

    /** One more leads to a target. */
    void made(Owner owner) {
        owner.open++;
    }

    /** One of those has ended. */
    void gone(Owner owner) {
        owner.open--;
    }

    /**
     * Whether one more could be kept if all of this owner's were idle. Where that is not so, each
     * that is made ends another, which will be missed soon.
     */
    boolean hasRoom(Owner owner) {
        int idleOfOthers = size - owner.idle.size();
        return owner.open < TIMES_FREE * (most - idleOfOthers - owner.open);
    }

    /** Somebody waits for one of these. */
    void awaited(Connections connections) {
        waiting++;
        if (awaited.isEmpty()) {
            lookAgain();
        }
        awaited.add(connections);
    }

    /** Whether waits tell more of how busy the loop is than of a receiver. */
    boolean isLate() {
        return late;
    }

    /** Who waited has been served. */
    void served() {
        waiting--;
    }

    private void lookAgain() {
        long due = System.nanoTime() + LOOK.toNanos();
        var _ = loop.schedule(() -> serve(due), LOOK.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void serve(long due) {
        late = System.nanoTime() - due > LATE.toNanos();
        try {
            List.copyOf(awaited).forEach(Connections::serve);
        } finally {
            // Whatever went wrong, such as memory that was lacking: the others still wait.
            awaited.removeIf(connections -> !connections.areAwaited());
            if (!awaited.isEmpty()) {
                lookAgain();
            }
        }
    }

    /** Whether a connection whose request was answered may be kept. */
    boolean mayKeep(Connection connection) {
        return !closed && connection.isYoung() && !distrust.isOf(connection.key());
    }

    /** Keeps an idle connection, and closes those that are too many with it. */
    void keep(Connection connection, Owner owner) {
        owner.idle.add(connection);
        size++;
        while (owner.idle.size() > TIMES_FREE * (most - size)) {
            owner.idle.getFirst().drop();
        }
    }

    /** Whether the connection was kept; it is no longer. */
    boolean forget(Connection connection, Owner owner) {
        boolean kept = owner.idle.remove(connection);
        if (kept) {
            size--;
        }
        return kept;
    }

    /** Keeps none of a target for a while. */
    void distrust(Key key) {
        distrust.begin(key);
    }

    private void sweep() {
        distrust.sweep();
        long before = System.nanoTime() - keeping.idle().toNanos();
        dropOldest(oldest -> oldest.idleSince() - before <= 0);
        targets.values().removeIf(this::letGo);
        owners.values().removeIf(owner -> owner.targets == 0);
    }

    /** Closes those that have been idle for longest, as long as they are {@code meant}. */
    private void dropOldest(Predicate<Connection> meant) {
        for (Owner owner : owners.values()) {
            while (!owner.idle.isEmpty() && meant.test(owner.idle.getFirst())) {
                owner.idle.getFirst().drop();
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

    /** How many exchanges wait for a connection. */
    int waiting() {
        return waiting;
    }

    /** How many targets sent what nobody had asked for, so that no connection of theirs is kept. */
    int distrusted() {
        return distrust.size();
    }
}
