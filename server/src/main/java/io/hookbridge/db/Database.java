package io.hookbridge.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;

import io.hookbridge.base.DatabaseTrouble;
import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.Ticker;
import io.micrometer.core.instrument.MeterRegistry;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import javax.sql.DataSource;

/**
 * The connection pool, and Jdbi on top of it. Closing it closes every connection.
 *
 * <p>Slow reads and requests must not keep those messages waiting that are accepted and delivered
 * meanwhile: what only reads may take a third of the connections, together with all other requests
 * and jobs five eighths, and the rest is left to those messages.
 */
public final class Database implements AutoCloseable {

    private static final int CONNECT_RETRIES = 20;

    /** Of a migration that waits two seconds each time for a lock. */
    private static final int MOST_TRIES = 20;

    /**
     * What a session begins with. Plans are kept for long, and tables that are queues are empty now
     * and full a second later: a plan that reads one from end to end would be kept as well. Up to
     * version 17 PostgreSQL takes such a plan, where there is no other, for so expensive that it
     * compiles the statement each time, which takes longer than any of ours. And whoever is gone
     * without a word must not keep what it locked.
     */
    public static final String SESSION_SETTINGS =
            "SET enable_seqscan = off; SET jit = off; SET tcp_user_timeout = 10000";

    /** {@code lock_not_available}, {@code deadlock_detected}. */
    private static final Set<String> WAITED_IN_VAIN = Set.of("55P03", "40P01");

    private static final String INTERNAL_ERROR = "XX000";

    private final HikariDataSource pool;
    private final HikariDataSource beside;
    private final DatabaseWatch watch;
    private final ConnectionFactory readingConnections;
    private final Jdbi reading;
    private final Jdbi jdbi;
    private final Jdbi messages;

    private Database(
            HikariDataSource pool,
            HikariDataSource beside,
            DatabaseWatch watch,
            Ticker ticker,
            MeterRegistry meters) {
        this.pool = pool;
        this.beside = beside;
        this.watch = watch;
        int all = pool.getMaximumPoolSize();
        ConnectionFactory whole = pool::getConnection;
        ConnectionShare work =
                // Two at least, because a request may ask for one while it has another.
                new ConnectionShare("work", whole, null, Math.max(2, all * 5 / 8), ticker, meters);
        readingConnections =
                new ConnectionShare("reading", whole, work, Math.max(1, all / 3), ticker, meters);
        reading = listened(readingConnections);
        jdbi = listened(work);
        messages = listened(whole);
    }

    private Jdbi listened(ConnectionFactory connections) {
        Jdbi made = withArguments(Jdbi.create(connections));
        made.getConfig(FailedCopies.class).listen(this::copyFailed);
        return made;
    }

    private void copyFailed(Connection connection, SQLException failure) {
        if (watch.adjudicate(failure) == SQLExceptionOverride.Override.MUST_EVICT) {
            pool.evictConnection(connection);
        }
    }

    /** Teaches {@code jdbi} the array types that the stores bind. */
    public static Jdbi withArguments(Jdbi jdbi) {
        // Made now, so that all handles share what is found out with the first.
        var _ = jdbi.getConfig(Spread.class);
        return jdbi.registerArgument(new ArrayArguments());
    }

    /**
     * Checks that the database can be worked with and opens the pool.
     *
     * @param connections the most connections at once
     * @throws DatabaseUnavailable if the database cannot be reached or cannot serve
     */
    public static Database open(
            DatabaseAddress address, int connections, MeterRegistry meters, Ticker ticker) {
        Properties properties = properties(address);
        new FirstConnection(address, properties).requireUsable(ticker);
        DatabaseWatch watch = new DatabaseWatch(ticker);
        watch.bindTo(meters);
        HikariConfig config = config(address, properties, "postgresql", watch);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(Math.min(4, connections));
        config.setMetricRegistry(meters);
        HikariConfig beside = config(address, properties, "postgresql-beside", watch);
        beside.setMaximumPoolSize(1);
        // Opened when it is first asked for, which only a server does.
        beside.setMinimumIdle(0);
        return new Database(
                new WatchedPool(config, watch),
                new WatchedPool(beside, watch),
                watch,
                ticker,
                meters);
    }

    private static HikariConfig config(
            DatabaseAddress address, Properties properties, String name, DatabaseWatch watch) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(address.jdbcUrl());
        config.setDataSourceProperties(properties);
        config.setConnectionTimeout(ConnectionShare.PATIENCE.toMillis());
        // It was just tried, and the pool would tell of a failure with a stack trace.
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(true);
        config.setConnectionInitSql(SESSION_SETTINGS);
        config.setExceptionOverride(watch);
        return config;
    }

    /** Everything that a connection needs besides its URL. */
    public static Properties properties(DatabaseAddress address) {
        Properties properties = new Properties();
        if (address.user() != null) {
            properties.setProperty("user", address.user());
        }
        if (address.password() != null) {
            properties.setProperty("password", address.password());
        }
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("binaryTransferEnable", BinaryArray.PROPERTY);
        // A statement never outlives the request by much, also when the network to the database
        // hangs.
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("connectTimeout", "5");
        // Messages of the driver must not quote the values of a row.
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("ApplicationName", "hookbridge");
        return properties;
    }

    /** Why no connection came about, or a statement lost it; one sentence without a credential. */
    public static String refusal(DatabaseAddress address, SQLException failure) {
        return new RefusedConnection(address, failure).sentence();
    }

    /** A pool that tells of the connections that it could not give. */
    private static final class WatchedPool extends HikariDataSource {

        private final DatabaseWatch watch;

        WatchedPool(HikariConfig config, DatabaseWatch watch) {
            super(config);
            this.watch = watch;
        }

        @Override
        public Connection getConnection() throws SQLException {
            assert NeverBlocks.mayBlock();
            try {
                return super.getConnection();
            } catch (SQLException failure) {
                watch.failed(failure);
                throw failure;
            }
        }
    }

    /** For requests and jobs. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * For what only looks, and may take long: lists, counts, searches, messages with all that
     * belongs to them. Nothing it does is a part of a transaction of {@link #jdbi}.
     */
    public Jdbi reading() {
        return reading;
    }

    /** The same connections, of which a caller chooses others at times; see {@link #reading}. */
    public ConnectionFactory readingConnections() {
        return readingConnections;
    }

    /**
     * For short statements that accept messages, deliver them and write down what came of it, and
     * for the look-ups that this takes. Nothing of it is a part of a transaction of {@link #jdbi}.
     */
    public Jdbi messages() {
        return messages;
    }

    /**
     * One connection beside the pool, for short statements that must not wait until requests have
     * left one: if they came late, requests would need even more.
     */
    public Jdbi beside() {
        return Jdbi.create(beside);
    }

    /**
     * Runs {@code work} as one transaction: whatever the stores of {@link #jdbi} do in it on this
     * thread stands or falls together, because Jdbi hands the same connection to nested calls.
     */
    public void atomically(Runnable work) {
        jdbi.useTransaction(_ -> work.run());
    }

    public DataSource dataSource() {
        return pool;
    }

    /** A connection beside the pool, for what holds one all the time; the caller closes it. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(pool.getJdbcUrl(), pool.getDataSourceProperties());
    }

    /** Looks who has made the tables. Changes nothing. */
    public SchemaFound schemaFound() {
        MigrationInfoService migrations = flyway(pool).info();
        List<MigrationInfo> applied = List.of(migrations.applied());
        if (applied.stream().anyMatch(Database::isForeign)) {
            return new SchemaFound.Foreign();
        }
        return applied.stream()
                .filter(each -> !each.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .map(newer -> madeByNewer(newer.toString()))
                .orElseGet(() -> new SchemaFound.Usable(migrations.pending().length == 0));
    }

    private SchemaFound madeByNewer(String version) {
        int oldestKnown =
                jdbi.withHandle(handle ->
                        handle.createQuery("SELECT oldest_known FROM schema_support")
                                .mapTo(Integer.class)
                                .one());
        return oldestKnown <= SchemaVersion.NEWEST
                ? new SchemaFound.Ahead(version)
                : new SchemaFound.Newer(version, SchemaVersion.NEWEST);
    }

    /** Of a version that we know and with another content, or of one between those that we know. */
    private static boolean isForeign(MigrationInfo applied) {
        return switch (applied.getState()) {
            case MISSING_SUCCESS, MISSING_FAILED -> true;
            default -> !applied.isChecksumMatching();
        };
    }

    /** Brings the schema up to this version of the server. Safe to run on several nodes at once. */
    public void migrate() {
        migrate(pool);
    }

    /** The same for a database that is not pooled. */
    public static void migrate(DataSource dataSource) {
        int tries = 1;
        while (true) {
            try {
                flyway(dataSource).migrate();
                return;
            } catch (FlywayException failure) {
                // Those who work get their turn between two tries.
                if (!isLocked(failure) || tries++ == MOST_TRIES) {
                    throw failure;
                }
            }
        }
    }

    /** Whether a migration has waited in vain for a lock that somebody else holds. */
    public static boolean isLocked(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused
                    && WAITED_IN_VAIN.contains(String.valueOf(refused.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private static Flyway flyway(DataSource dataSource) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:io/hookbridge/db/migration")
                .validateMigrationNaming(true)
                // A database that is just recovering takes a while to let anybody in.
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(1)
                .cleanDisabled(true)
                .load();
    }

    /**
     * Looks whether the database works; to be called every second. Returns within a few seconds if
     * it does not answer.
     */
    public void look() {
        watch.look(pool);
    }

    /** What was amiss when it was last looked; empty if the database works. */
    public Optional<DatabaseTrouble> trouble() {
        return watch.trouble();
    }

    /** The server settings on which the promise "stored" rests, by name. */
    public Map<String, String> durabilitySettings() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT name, setting
                                  FROM pg_settings
                                 WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')
                                """)
                        .setMapKeyColumn("name")
                        .setMapValueColumn("setting")
                        .collectInto(
                                new org.jdbi.v3.core.generic.GenericType<
                                        Map<String, String>>() {}));
    }

    /**
     * Whether {@code failure} means that PostgreSQL could not be reached, was going away or can do
     * nothing at all, so that the same work may succeed later, and not that a statement was wrong.
     */
    public static boolean isOutage(@Nullable Throwable failure) {
        return DatabaseTrouble.of(failure).isPresent();
    }

    /**
     * Whether the server that we are connected to says that another one cannot be reached on which
     * a part of the tables lies: work on other parts may succeed.
     */
    public static boolean isElsewhere(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnansweredException) {
                // Whatever it failed with before: now it was not even asked.
                return false;
            }
            if (cause instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
                String state = String.valueOf(refused.getSQLState());
                return state.equals(PSQLState.CONNECTION_FAILURE.getState())
                        || state.equals(INTERNAL_ERROR);
            }
        }
        return false;
    }

    /** Ends connections that nobody uses, and others as soon as they are given back. */
    public void renewConnections() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        beside.close();
        pool.close();
    }
}
