package io.hookbridge.loadtest.recovery;

import io.hookbridge.loadtest.cluster.Api;
import io.hookbridge.loadtest.cluster.Sent;
import io.hookbridge.loadtest.cluster.Server;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.Behaviour;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.receive.Receiver;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** A server that accepts messages to a receiver that never answers, until it is killed. */
final class Interrupted implements AutoCloseable {

    private static final int ENDPOINTS = 20;
    private static final int PAYLOAD = 1_024;

    /** So that the server has compiled what it runs: what is accepted late is retried meanwhile. */
    private static final int WARM_UP = 5_000;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final String name;
    private final int messages;
    private final Database database;
    private final Api api;
    private final Receiver receiver = Receiver.start(new Arrivals(0), ENDPOINTS);
    private final NumberedPayload payloads = new NumberedPayload(PAYLOAD);
    private final List<String> endpoints = new ArrayList<>();
    private UUID first = new UUID(0, 0);
    private State atKill = new State(0, 0, 0);
    private Arrivals afterKill = new Arrivals(0);
    private long killed;

    /** Where connections to the database of the servers come from. */
    interface Database {
        Connection connect() throws SQLException;
    }

    Interrupted(String name, int messages, Database database, Api api) {
        this.name = name;
        this.messages = messages;
        this.database = database;
        this.api = api;
    }

    /** Makes the endpoints and has the server deliver something. */
    void prepare() throws InterruptedException, SQLException {
        api.liftLimits();
        for (int i = 0; i < ENDPOINTS; i++) {
            endpoints.add(api.newEndpoint(receiver.url(i)));
        }
        UUID warm = send(0, WARM_UP);
        await(warm, state -> state.finished() == WARM_UP);
    }

    /** The server accepts all messages, and is killed with those that it has in its memory. */
    void kill(Server server) throws InterruptedException, SQLException {
        behave(new Behaviour.Hang());
        first = send(WARM_UP, messages);
        afterKill = new Arrivals(WARM_UP, messages);
        try (Connection connection = database.connect()) {
            server.kill();
            killed = System.nanoTime();
            receiver.noteIn(afterKill);
            behave(Behaviour.Answer.OK);
            atKill = State.of(connection, first);
        }
    }

    private void behave(Behaviour behaviour) {
        for (int i = 0; i < ENDPOINTS; i++) {
            receiver.behave(i, behaviour);
        }
    }

    /** Returns the least identifier. */
    private UUID send(int from, int count) throws InterruptedException {
        List<UUID> accepted = new ArrayList<>();
        for (int sent = 0; sent < count; sent += Api.LARGEST_BATCH) {
            List<String> batch = new ArrayList<>();
            for (int i = sent; i < Math.min(count, sent + Api.LARGEST_BATCH); i++) {
                String endpoint = endpoints.get(i % ENDPOINTS);
                batch.add(
                        "{\"endpoint_id\":\"%s\",\"payload\":%s}"
                                .formatted(endpoint, payloads.text(from + i)));
            }
            for (Sent one : api.sendBatch(batch)) {
                if (one instanceof Sent.Accepted(UUID message, _)) {
                    accepted.add(message);
                }
            }
        }
        // As PostgreSQL compares them; UUID.compareTo takes the halves for signed numbers.
        return accepted.stream().min(Comparator.comparing(UUID::toString)).orElseThrow();
    }

    /** When the killed server's lease is over, by {@code System.nanoTime}. */
    long endOfLease() throws SQLException {
        try (Connection connection = database.connect()) {
            return System.nanoTime() + State.leaseLeft(connection, first).toNanos();
        }
    }

    /**
     * Watches until all messages are delivered.
     *
     * @param start the moment from which others can begin, by {@code System.nanoTime}
     */
    Recovery watch(long start) throws InterruptedException, SQLException {
        long queued = await(first, state -> state.underWay() == 0);
        long received = awaitArrivals();
        long recorded = await(first, state -> state.finished() == messages);
        return new Recovery(
                name,
                atKill.underWay() + atKill.queued(),
                atKill.underWay(),
                Duration.ofNanos(start - killed),
                Duration.ofNanos(queued - start),
                Duration.ofNanos(received - start),
                Duration.ofNanos(recorded - start),
                afterKill.duplicates(),
                messages - atKill.finished() - afterKill.different());
    }

    private interface Condition {
        boolean holds(State state);
    }

    /** The moment at which the condition was seen to hold. */
    private long await(UUID from, Condition condition) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            State state;
            try (Connection connection = database.connect()) {
                state = State.of(connection, from);
            }
            long now = System.nanoTime();
            if (condition.holds(state)) {
                return now;
            }
            if (now - deadline > 0) {
                throw new BenchFailure("the messages do not move on: " + state);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private long awaitArrivals() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (afterKill.different() < messages - atKill.finished()
                && System.nanoTime() - deadline < 0) {
            Thread.sleep(BETWEEN_LOOKS);
        }
        return System.nanoTime();
    }

    @Override
    public void close() {
        receiver.close();
    }
}
