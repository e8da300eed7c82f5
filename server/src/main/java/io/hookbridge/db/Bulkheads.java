package io.hookbridge.db;

import static java.util.Comparator.comparingInt;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Ticker;
import io.hookbridge.db.Placement.Server;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes what many callers bring, with a {@link GroupCommit} for each server over which the
 * database is spread, so that one that stands still holds up nothing but what lies there. A
 * database that is one server has one.
 *
 * <p>A server that does not answer is left alone for a while, longer each time, and what is to be
 * written there fails at once (a circuit breaker): each try leaves a session on the coordinator
 * that waits for as long as the server stands still.
 *
 * @param <T> what is written
 */
public final class Bulkheads<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Bulkheads.class);

    /** Each needs a connection while it writes. More servers than that share them. */
    private static final int MOST = 4;

    /** What fails sooner was answered: by another server, in the name of one that is away. */
    private static final Duration UNANSWERED = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Function<? super T, EnvironmentId> environment;
    private final Function<EnvironmentId, CompletableFuture<Server>> placement;
    private final Ticker ticker;
    private final Consumer<List<T>> write;
    private final Function<Consumer<List<T>>, GroupCommit<T>> make;
    private final Map<Integer, Bulkhead<T>> byGroup = new ConcurrentHashMap<>();

    /** Of environments whose server is not known yet; changed under its lock. */
    private final Map<EnvironmentId, List<Waiting<T>>> waiting = new ConcurrentHashMap<>();

    /** This and the next by who has the lock of this. */
    private final List<Bulkhead<T>> ofServers = new ArrayList<>();

    private boolean closed;

    private record Waiting<T>(T item, CompletableFuture<Void> written) {}

    /**
     * @param addresses of the servers that share it, by group; none where there is one only, and
     *     for what may lie anywhere
     */
    private record Bulkhead<T>(GroupCommit<T> commits, Map<Integer, String> addresses) {}

    /**
     * @param environment that an item belongs to
     * @param write writes all the items in one transaction, or throws and writes none
     * @param make of what writes for one server
     */
    public Bulkheads(
            Jdbi jdbi,
            Function<? super T, EnvironmentId> environment,
            Ticker ticker,
            Consumer<List<T>> write,
            Function<Consumer<List<T>>, GroupCommit<T>> make) {
        this(new Placement(jdbi)::of, environment, ticker, write, make);
    }

    /**
     * @param placement on which server what belongs to an environment lies; never fails
     */
    Bulkheads(
            Function<EnvironmentId, CompletableFuture<Server>> placement,
            Function<? super T, EnvironmentId> environment,
            Ticker ticker,
            Consumer<List<T>> write,
            Function<Consumer<List<T>>, GroupCommit<T>> make) {
        this.placement = placement;
        this.environment = environment;
        this.ticker = ticker;
        this.write = write;
        this.make = make;
        // Now, so that its thread and its meters are there.
        var _ = of(Placement.ANY);
    }

    /**
     * See {@link GroupCommit#submit}. Does not wait for the database. What one caller brings for an
     * environment is written in that order.
     */
    public CompletableFuture<Void> submit(T item) {
        EnvironmentId owner = environment.apply(item);
        CompletableFuture<Server> server = placement.apply(owner);
        return server.isDone() && !waiting.containsKey(owner)
                ? of(server.join()).submit(item)
                : submitWhenKnown(server, owner, item);
    }

    /** What depends on a future is begun in no order of its own, so a line is kept here. */
    private CompletableFuture<Void> submitWhenKnown(
            CompletableFuture<Server> server, EnvironmentId owner, T item) {
        // A dependent stage would wrap the failure, and whoever waits looks at what it is.
        CompletableFuture<Void> written = new CompletableFuture<>();
        synchronized (waiting) {
            waiting.computeIfAbsent(owner, _ -> new ArrayList<>())
                    .add(new Waiting<>(item, written));
        }
        var _ =
                server.whenComplete((known, failure) ->
                        submitLine(
                                owner,
                                next ->
                                        failure == null
                                                ? of(known).submit(next)
                                                : CompletableFuture.failedFuture(failure)));
        return written;
    }

    /** Empties the line of {@code owner}, if another one who waited in it has not done so. */
    private void submitLine(EnvironmentId owner, Function<T, CompletableFuture<Void>> submit) {
        Map<CompletableFuture<Void>, CompletableFuture<Void>> submitted = new LinkedHashMap<>();
        synchronized (waiting) {
            try {
                for (Waiting<T> next : waiting.getOrDefault(owner, List.of())) {
                    submitted.put(next.written(), submit.apply(next.item()));
                }
            } catch (RuntimeException | Error failure) {
                waiting.getOrDefault(owner, List.of())
                        .forEach(next ->
                                submitted.putIfAbsent(
                                        next.written(), CompletableFuture.failedFuture(failure)));
            } finally {
                waiting.remove(owner);
            }
        }
        // Without the lock, because whoever waits may go on in this thread.
        submitted.forEach((written, end) -> {
            var _ = end.whenComplete((_, failure) -> end(written, failure));
        });
    }

    private static void end(CompletableFuture<Void> written, @Nullable Throwable failure) {
        if (failure == null) {
            written.complete(null);
        } else {
            written.completeExceptionally(failure);
        }
    }

    /** See {@link GroupCommit#commit}. */
    public void commit(T item) {
        try {
            submit(item).join();
        } catch (CompletionException failure) {
            throw GroupCommit.unchecked(failure.getCause());
        }
    }

    private GroupCommit<T> of(Server server) {
        Bulkhead<T> known = byGroup.get(server.group());
        if (known == null) {
            return made(server).commits();
        }
        if (!server.address().equals(known.addresses().getOrDefault(server.group(), ""))) {
            known.addresses().put(server.group(), server.address());
        }
        return known.commits();
    }

    private synchronized Bulkhead<T> made(Server server) {
        Bulkhead<T> other = byGroup.get(server.group());
        if (other != null) {
            return other;
        }
        Bulkhead<T> made;
        if (server.equals(Placement.ANY)) {
            made = bulkhead(write, Map.of());
        } else if (ofServers.size() < MOST) {
            Map<Integer, String> addresses =
                    new ConcurrentSkipListMap<>(Map.of(server.group(), server.address()));
            made = bulkhead(new Breaker(addresses), addresses);
            ofServers.add(made);
        } else {
            made = Collections.min(ofServers, comparingInt(each -> each.addresses().size()));
            made.addresses().put(server.group(), server.address());
        }
        byGroup.put(server.group(), made);
        return made;
    }

    private Bulkhead<T> bulkhead(Consumer<List<T>> writer, Map<Integer, String> addresses) {
        GroupCommit<T> commits = make.apply(writer);
        if (closed) {
            commits.close();
        }
        return new Bulkhead<>(commits, addresses);
    }

    /** Only the thread that writes for the server calls it. */
    private final class Breaker implements Consumer<List<T>> {

        private final Map<Integer, String> addresses;
        private Duration pause = Duration.ZERO;
        private long openedAt;
        private @Nullable RuntimeException unanswered;

        Breaker(Map<Integer, String> addresses) {
            this.addresses = addresses;
        }

        @Override
        public void accept(List<T> items) {
            RuntimeException before = unanswered;
            if (before != null && ticker.nanos() - openedAt < pause.toNanos()) {
                throw new UnansweredException(names(), before);
            }
            long since = ticker.nanos();
            try {
                write.accept(items);
            } catch (RuntimeException failure) {
                if (isUnanswered(failure, since)) {
                    open(failure);
                }
                throw failure;
            }
            if (before != null) {
                log.info("the server {} of the database answers again", names());
                unanswered = null;
                pause = Duration.ZERO;
            }
        }

        private String names() {
            return String.join(" or ", addresses.values());
        }

        private boolean isUnanswered(RuntimeException failure, long since) {
            return Database.isOutage(failure)
                    && ticker.nanos() - since >= UNANSWERED.toNanos()
                    // The coordinator was not even asked.
                    && !hasNoConnection(failure);
        }

        private void open(RuntimeException failure) {
            if (unanswered == null) {
                log.warn(
                        "the server {} of the database does not answer; what lies there is refused until it does",
                        names(),
                        failure);
            }
            Duration next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
            pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
            openedAt = ticker.nanos();
            unanswered = failure;
        }
    }

    private static boolean hasNoConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
        }
        return false;
    }

    /** Takes nothing more, what waits to learn its server included, and writes the rest. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        byGroup.values().forEach(each -> each.commits().close());
    }
}
