package io.hookbridge.db.citus;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.hookbridge.base.Ticker;
import io.hookbridge.db.Database;
import io.hookbridge.db.DatabaseAddress;
import io.hookbridge.db.Spread;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections to the worker that an operator has named, and how it stands: it is used while it sees
 * what the coordinator has, through which it proves to belong to the same database and to reach it.
 * When one of the two was away, it is not used until it was looked at again.
 */
public final class NamedWorker implements Worker, AutoCloseable {

    /** How often {@link #look} should run. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(NamedWorker.class);

    private static final Duration TELL_EVERY = Duration.ofMinutes(1);

    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(2);

    /** As long as a transaction of a node waits for an answer. */
    private static final String ANSWERS_WITHIN_SECONDS = "10";

    /** Five write what came of deliveries, one looks, and some find out about a doubt. */
    private static final int CONNECTIONS = 8;

    /**
     * What {@code distribute} sets for the database of the coordinator holds there only; without
     * Citus the names mean nothing.
     */
    private static final String SESSION_SETTINGS =
            Database.SESSION_SETTINGS
                    + "; SET citus.max_adaptive_executor_pool_size = 1; SET citus.propagate_set_commands = 'local'";

    private final DatabaseAddress address;
    private final Jdbi coordinator;
    private final Ticker ticker;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private volatile WorkerStanding standing = new WorkerStanding.Unknown();
    private volatile boolean usable;
    private volatile @Nullable Counter failures;

    /** How often it was away. */
    private final AtomicLong lost = new AtomicLong();

    private final AtomicLong toldAt;

    /**
     * Connects to nothing yet.
     *
     * @param coordinator answers short statements at once
     */
    public NamedWorker(DatabaseAddress address, Jdbi coordinator, Ticker ticker) {
        this.address = address;
        this.coordinator = coordinator;
        this.ticker = ticker;
        this.toldAt = new AtomicLong(ticker.nanos() - TELL_EVERY.toNanos());
        pool = new HikariDataSource(config(address));
        jdbi = Database.withArguments(Jdbi.create(pool));
        // It need not know the function that tells.
        Spread.assume(jdbi);
    }

    private static HikariConfig config(DatabaseAddress address) {
        var properties = Database.properties(address);
        properties.setProperty("socketTimeout", ANSWERS_WITHIN_SECONDS);
        HikariConfig config = new HikariConfig();
        config.setPoolName("postgresql-worker");
        config.setJdbcUrl(address.jdbcUrl());
        config.setDataSourceProperties(properties);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setMaximumPoolSize(CONNECTIONS);
        // None while nothing is delivered, so that nothing is tried again and again while it is
        // away.
        config.setMinimumIdle(0);
        config.setConnectionInitSql(SESSION_SETTINGS);
        return config;
    }

    /** Adds what tells of it. */
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("hookbridge.worker.used", () -> usable ? 1 : 0)
                .description(
                        "1 while what came of deliveries is written through the worker, 0 while through the coordinator")
                .register(meters);
        failures =
                Counter.builder("hookbridge.worker.failures")
                        .description(
                                "Transactions that failed at the worker, or whose commit is in doubt there")
                        .register(meters);
    }

    @Override
    public Optional<Jdbi> jdbi() {
        return usable ? Optional.of(jdbi) : Optional.empty();
    }

    @Override
    public void failed(Throwable failure) {
        Counter counter = failures;
        if (counter != null) {
            counter.increment();
        }
        // Of what a transaction has to do with a table that a worker does not know, another one
        // need not have anything.
        if (Database.isOutage(failure) || Database.isElsewhere(failure)) {
            lost.incrementAndGet();
            usable = false;
            // They may lead to a server that is another by the time it is back.
            pool.getHikariPoolMXBean().softEvictConnections();
        } else {
            tell(failure);
        }
    }

    /** Nothing else tells of a worker that answers and can write nothing. */
    private void tell(Throwable failure) {
        long before = toldAt.get();
        long now = ticker.nanos();
        if (now - before >= TELL_EVERY.toNanos() && toldAt.compareAndSet(before, now)) {
            log.warn("what a worker could not write went through the coordinator", failure);
        }
    }

    /** Finds out how it stands; to be called by one thread. Returns within some seconds. */
    public void look() {
        long before = lost.get();
        Optional<UUID> witness;
        try {
            witness = coordinator.withHandle(WorkerStore::witness);
        } catch (RuntimeException failure) {
            usable = false;
            if (!Database.isOutage(failure)) {
                throw failure;
            }
            // Others tell of the coordinator.
            return;
        }
        WorkerStanding found = witness.map(this::lookFor).orElseGet(() -> lookFor(null));
        standing = found;
        // What was lost meanwhile has to be looked at again.
        usable = found instanceof WorkerStanding.Fit && lost.get() == before;
    }

    private WorkerStanding lookFor(@Nullable UUID witness) {
        try {
            return jdbi.withHandle(handle -> ask(handle, witness));
        } catch (RuntimeException failure) {
            if (Database.isElsewhere(failure)) {
                return new WorkerStanding.Away(
                        "the worker does not reach the coordinator: see its log, and pg_hba.conf and passwords between them");
            }
            return new WorkerStanding.Away(Database.refusal(address, cause(failure)));
        }
    }

    /** The driver's own, which the pool wraps. */
    private static SQLException cause(RuntimeException failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            found = cause instanceof SQLException sql ? sql : found;
        }
        if (found == null) {
            throw failure;
        }
        return found;
    }

    private static WorkerStanding ask(Handle worker, @Nullable UUID witness) {
        if (!WorkerStore.isOfCitus(worker)) {
            return new WorkerStanding.Unfit(
                    "a PostgreSQL without the extension citus: name a worker of the database, as admin cluster shows them");
        }
        if (WorkerStore.isCoordinator(worker)) {
            return new WorkerStanding.Unfit(
                    "a coordinator: name a worker of the database, as admin cluster shows them, or leave it out");
        }
        if (!WorkerStore.hasTables(worker)) {
            return new WorkerStanding.Unfit(
                    "a server of Citus that no database of HookBridge has as a worker: name one, as admin cluster shows them");
        }
        if (witness == null) {
            return new WorkerStanding.Unknown();
        }
        return WorkerStore.sees(worker, witness)
                ? new WorkerStanding.Fit()
                : new WorkerStanding.Unfit(
                        "a worker of another database: name one of this database, as admin cluster shows them");
    }

    /** How it stood at the last look. */
    public WorkerStanding standing() {
        return standing;
    }

    /** What somebody should see to; empty if all is well. */
    public List<String> warnings() {
        return switch (standing) {
            case WorkerStanding.Fit _, WorkerStanding.Unknown _ -> List.of();
            case WorkerStanding.Away _, WorkerStanding.Unfit _ -> List.of(standing.sentence());
        };
    }

    /** Looks at a worker once, from outside of a server. */
    public static WorkerStanding examine(DatabaseAddress address, Jdbi coordinator, Ticker ticker) {
        try (NamedWorker worker = new NamedWorker(address, coordinator, ticker)) {
            worker.look();
            return worker.standing();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
