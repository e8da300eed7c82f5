package io.hookbridge.app;

import io.hookbridge.app.config.Setting;
import io.hookbridge.app.config.StorageConfiguration;
import io.hookbridge.app.running.RunningServers;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.SecretBox;
import io.hookbridge.db.Database;
import io.hookbridge.db.DatabaseAddress;
import io.hookbridge.db.DatabaseUnavailable;
import io.hookbridge.db.SchemaFound;
import io.hookbridge.db.citus.Citus;
import io.hookbridge.db.citus.CitusRefused;
import io.hookbridge.db.embedded.EmbeddedPostgresException;
import io.hookbridge.db.embedded.PostgresInTheBox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The database of this installation, migrated, together with the key that belongs to it. */
public final class Storage implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Storage.class);

    /** How a process may come to the embedded PostgreSQL. */
    enum Embedded {
        /** A server owns it: it starts it, and nobody else may have it. */
        OWN,
        /** A command shares it with a server that is running. */
        SHARE
    }

    private final Connected connected;
    private final SecretBox secrets;

    private Storage(Connected connected, SecretBox secrets) {
        this.connected = connected;
        this.secrets = secrets;
    }

    /**
     * @throws StartFailure if the database or the key cannot be had, or do not belong together
     */
    static Storage open(
            StorageConfiguration configuration,
            Embedded embedded,
            InstantSource clock,
            MeterRegistry meters) {
        Connected connected = Connected.to(configuration, embedded, meters);
        try {
            Database database = connected.database();
            boolean ready = requireOwnTables(database, configuration).isReady();
            var installation = new InstallationStore(database.jdbi());
            boolean started = installation.isStarted();
            SecretBox secrets = secrets(configuration, embedded, started);
            if (started) {
                requireKey(installation, secrets, configuration, clock);
            }
            if (!ready) {
                migrate(database, started, configuration);
            }
            spread(database, configuration);
            if (!started) {
                requireKey(installation, secrets, configuration, clock);
            }
            warnIfNotDurable(database);
            return new Storage(connected, secrets);
        } catch (RuntimeException | Error failure) {
            connected.close();
            throw failure;
        }
    }

    /**
     * From now on an embedded PostgreSQL that ends by itself is started again.
     *
     * @param givenUp told in a sentence, when that has failed for good
     */
    void keepRunning(MeterRegistry meters, Consumer<String> givenUp) {
        connected
                .box()
                .ifPresent(own -> {
                    Counter restarts =
                            Counter.builder("hookbridge.postgresql.restarts")
                                    .description(
                                            "How often the embedded PostgreSQL was started again")
                                    .register(meters);
                    own.keepRunning(restarts::increment, givenUp);
                });
    }

    /** From now on an embedded PostgreSQL that ends is left alone. */
    void leaveAlone() {
        connected.box().ifPresent(PostgresInTheBox::leaveAlone);
    }

    /**
     * Only brings the database to this version's schema, which needs no key: whoever does it before
     * the first start may not have it. Servers may run meanwhile.
     *
     * @return what was there before
     * @throws StartFailure if the database cannot be had, or servers run on it that are too old for
     *     this version's schema
     */
    public static SchemaFound migrate(StorageConfiguration configuration, MeterRegistry meters) {
        try (Connected connected = Connected.to(configuration, Embedded.SHARE, meters)) {
            Database database = connected.database();
            SchemaFound found = requireOwnTables(database, configuration);
            if (!found.isReady()) {
                boolean started = new InstallationStore(database.jdbi()).isStarted();
                migrate(database, started, configuration);
            }
            spread(database, configuration);
            return found;
        }
    }

    private static void migrate(
            Database database, boolean started, StorageConfiguration configuration) {
        if (started) {
            List<String> tooOld = RunningServers.tooOld(database.jdbi());
            if (!tooOld.isEmpty()) {
                throw new StartFailure(
                        "%s: servers of version %s run on this database and could not go on with the schema of this one:"
                                        .formatted(
                                                placeOf(configuration), String.join(", ", tooOld))
                                + " stop them, or upgrade in smaller steps, see docs/upgrade.md");
            }
        }
        if (configuration.shards().isPresent()) {
            // What a migration changes, it changes on all servers.
            new Citus(database.jdbi())
                    .obstacle()
                    .ifPresent(obstacle -> {
                        throw new StartFailure(Setting.DISTRIBUTED.variable() + ": " + obstacle);
                    });
        }
        try {
            database.migrate();
        } catch (RuntimeException failure) {
            if (!Database.isLocked(failure)) {
                throw failure;
            }
            throw new StartFailure(
                    "%s: a transaction that has been open for long holds up the migration: pg_stat_activity shows it; end it, and start again"
                            .formatted(placeOf(configuration)));
        }
    }

    /**
     * Spreads the tables over several servers where that is wanted, and refuses a database that is
     * not as it is wanted.
     */
    private static void spread(Database database, StorageConfiguration configuration) {
        String setting = Setting.DISTRIBUTED.variable();
        Citus citus = new Citus(database.jdbi());
        boolean isSpread = citus.isSpread();
        if (configuration.shards().isEmpty()) {
            if (isSpread) {
                throw new StartFailure(
                        setting
                                + ": the tables of this database are spread over several servers: set it to citus, on all nodes");
            }
            return;
        }
        if (isSpread) {
            citus.down()
                    .ifPresent(sentence ->
                            log.warn(
                                    "{}; what lies there waits until then, and everything else goes on",
                                    sentence));
            return;
        }
        if (RunningServers.of(database.jdbi()).count() > 0) {
            throw new StartFailure(
                    setting
                            + ": the tables cannot be spread while servers run on this database: stop them first");
        }
        try {
            if (citus.spread(configuration.shards().getAsInt())) {
                // What that has set for the database holds for new connections only.
                database.renewConnections();
                log.info("the tables are spread over the servers of the database");
            }
        } catch (CitusRefused refused) {
            throw new StartFailure(setting + ": " + refused.getMessage());
        }
    }

    private static String placeOf(StorageConfiguration configuration) {
        return (configuration.database().isEmpty() ? Setting.DATA_DIR : Setting.DATABASE_URL)
                .variable();
    }

    /**
     * Lets {@code look} see the database as it is: nothing is migrated, and no key is needed.
     *
     * @throws StartFailure if the database cannot be had
     */
    public static <T> T look(
            StorageConfiguration configuration, MeterRegistry meters, Function<Database, T> look) {
        try (Connected connected = Connected.to(configuration, Embedded.SHARE, meters)) {
            return look.apply(connected.database());
        }
    }

    /**
     * @return what is wrong with the secret key file, a sentence; empty if it is the one that the
     *     database was first started with, or the database has not been started yet
     */
    public static Optional<String> keyTrouble(
            Database database, StorageConfiguration configuration, InstantSource clock) {
        var installation = new InstallationStore(database.jdbi());
        try {
            if (installation.isStarted()) {
                SecretBox secrets = secrets(configuration, Embedded.SHARE, true);
                requireKey(installation, secrets, configuration, clock);
            }
            return Optional.empty();
        } catch (StartFailure failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }

    /**
     * Before anything else, so that what another version left stays as it is.
     *
     * @return what this version can work with, perhaps after a migration
     */
    private static SchemaFound requireOwnTables(
            Database database, StorageConfiguration configuration) {
        boolean embedded = configuration.database().isEmpty();
        String place =
                placeOf(configuration)
                        + (embedded
                                ? ": the data folder %s holds the database of "
                                        .formatted(configuration.dataDir())
                                : ": the database was made by ");
        String fresh = embedded ? "name a fresh folder" : "name a fresh, empty database";
        SchemaFound found = database.schemaFound();
        return switch (found) {
            case SchemaFound.Usable _, SchemaFound.Ahead _ -> found;
            case SchemaFound.Foreign _ ->
                    throw new StartFailure(
                            place
                                    + "another version of HookBridge, which this one cannot take over: "
                                    + fresh
                                    + ", or start that version again");
            case SchemaFound.Newer(String version, int known) ->
                    throw new StartFailure(
                            place
                                    + "a newer version of HookBridge: its schema is version %s, this server knows those"
                                            .formatted(version)
                                    + " up to %d: start the newer version again, ".formatted(known)
                                    + fresh
                                    + ", or restore a backup of before the upgrade");
        };
    }

    /**
     * The key, made now for a new installation if it may be. A command makes none for a database
     * that is elsewhere: the server that will use it may have one.
     */
    private static SecretBox secrets(
            StorageConfiguration configuration, Embedded embedded, boolean started) {
        boolean ours = embedded == Embedded.OWN || configuration.database().isEmpty();
        try {
            return SecretBox.open(
                    configuration.secretKeyFile(),
                    configuration.mayCreateSecretKeyFile() && ours && !started);
        } catch (IOException failure) {
            throw new StartFailure(
                    Setting.SECRET_KEY_FILE.variable() + ": " + failure.getMessage());
        }
    }

    private static void requireKey(
            InstallationStore installation,
            SecretBox secrets,
            StorageConfiguration configuration,
            InstantSource clock) {
        if (!installation.matches(secrets, clock.instant())) {
            throw new StartFailure(
                    "%s: the secret key file %s is not the one this database was first started with: put a copy of"
                                    .formatted(
                                            Setting.SECRET_KEY_FILE.variable(),
                                            configuration.secretKeyFile())
                            + " that one there, or name another database");
        }
    }

    /**
     * @param box the embedded PostgreSQL; empty for an external one
     */
    private record Connected(Optional<PostgresInTheBox> box, Database database)
            implements AutoCloseable {

        static Connected to(
                StorageConfiguration configuration, Embedded embedded, MeterRegistry meters) {
            Optional<PostgresInTheBox> box = Optional.empty();
            try {
                if (configuration.database().isEmpty()) {
                    box = Optional.of(embedded(configuration, embedded));
                }
                DatabaseAddress address =
                        box.map(PostgresInTheBox::address)
                                .or(configuration::database)
                                .orElseThrow();
                return new Connected(
                        box,
                        Database.open(
                                address, configuration.connections(), meters, System::nanoTime));
            } catch (EmbeddedPostgresException failure) {
                throw new StartFailure(String.valueOf(failure.getMessage()));
            } catch (DatabaseUnavailable failure) {
                box.ifPresent(PostgresInTheBox::stop);
                throw new StartFailure(
                        configuration.database().isEmpty()
                                ? String.valueOf(failure.getMessage())
                                : Setting.DATABASE_URL.variable() + ": " + failure.getMessage());
            } catch (RuntimeException | Error failure) {
                box.ifPresent(PostgresInTheBox::stop);
                throw failure;
            }
        }

        @Override
        public void close() {
            database.close();
            box.ifPresent(PostgresInTheBox::stop);
        }
    }

    private static PostgresInTheBox embedded(
            StorageConfiguration configuration, Embedded embedded) {
        return switch (embedded) {
            case OWN -> PostgresInTheBox.start(configuration.dataDir());
            case SHARE -> PostgresInTheBox.attachOrStart(configuration.dataDir());
        };
    }

    /**
     * An accepted message is promised to be on disk: an external database must be asked whether it
     * keeps that promise.
     */
    private static void warnIfNotDurable(Database database) {
        database.durabilitySettings()
                .forEach((name, value) -> {
                    if (value.equals("off")) {
                        log.warn(
                                "PostgreSQL runs with {}=off: what was accepted can be lost in a crash",
                                name);
                    }
                });
    }

    public Database database() {
        return connected.database();
    }

    /**
     * Whether the database belongs to this process alone, so that no other server can be using it.
     */
    boolean isOwn() {
        return connected.box().isPresent();
    }

    SecretBox secrets() {
        return secrets;
    }

    @Override
    public void close() {
        connected.close();
    }
}
