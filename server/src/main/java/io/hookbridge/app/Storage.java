package io.hookbridge.app;

import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.base.SecretBox;
import io.hookbridge.db.Database;
import io.hookbridge.db.DatabaseAddress;
import io.hookbridge.db.DatabaseUnavailable;
import io.hookbridge.db.embedded.EmbeddedPostgresException;
import io.hookbridge.db.embedded.PostgresInTheBox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** The database of this installation, migrated, together with the key that belongs to it. */
final class Storage implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Storage.class);

    /** How a process may come to the embedded PostgreSQL. */
    enum Embedded {
        /** A server owns it: it starts it, and nobody else may have it. */
        OWN,
        /** A command shares it with a server that is running. */
        SHARE
    }

    private final Optional<PostgresInTheBox> box;
    private final Database database;
    private final SecretBox secrets;

    private Storage(Optional<PostgresInTheBox> box, Database database, SecretBox secrets) {
        this.box = box;
        this.database = database;
        this.secrets = secrets;
    }

    /**
     * @throws StartFailure if the database or the key cannot be had, or do not belong together
     */
    static Storage open(
            Configuration configuration,
            Embedded embedded,
            InstantSource clock,
            MeterRegistry meters) {
        Optional<PostgresInTheBox> box = Optional.empty();
        @Nullable Database database = null;
        try {
            if (configuration.database().isEmpty()) {
                warnIfProduction(configuration);
                box = Optional.of(embedded(configuration, embedded));
            }
            DatabaseAddress address =
                    box.map(PostgresInTheBox::address).or(configuration::database).orElseThrow();
            database = Database.open(address, configuration.databaseConnections(), meters);
            database.migrate();
            warnIfNotDurable(database);
            SecretBox secrets =
                    SecretBox.open(
                            configuration.secretKeyFile(), configuration.mayCreateSecretKeyFile());
            if (!new InstallationStore(database.jdbi()).matches(secrets, clock.instant())) {
                throw new StartFailure(
                        "the secret key file "
                                + configuration.secretKeyFile()
                                + " is not the one this database was first started with");
            }
            return new Storage(box, database, secrets);
        } catch (EmbeddedPostgresException | DatabaseUnavailable | IOException failure) {
            close(database, box);
            throw new StartFailure(String.valueOf(failure.getMessage()));
        } catch (RuntimeException failure) {
            close(database, box);
            throw failure;
        }
    }

    /**
     * From now on an embedded PostgreSQL that ends by itself is started again.
     *
     * @param givenUp told in a sentence, when that has failed for good
     */
    void keepRunning(MeterRegistry meters, Consumer<String> givenUp) {
        box.ifPresent(own -> {
            Counter restarts =
                    Counter.builder("hookbridge.postgresql.restarts")
                            .description("How often the embedded PostgreSQL was started again")
                            .register(meters);
            own.keepRunning(restarts::increment, givenUp);
        });
    }

    /** From now on an embedded PostgreSQL that ends is left alone. */
    void leaveAlone() {
        box.ifPresent(PostgresInTheBox::leaveAlone);
    }

    private static PostgresInTheBox embedded(Configuration configuration, Embedded embedded) {
        return switch (embedded) {
            case OWN -> PostgresInTheBox.start(configuration.dataDir());
            case SHARE -> PostgresInTheBox.attachOrStart(configuration.dataDir());
        };
    }

    private static void warnIfProduction(Configuration configuration) {
        if (configuration.profile() == Profile.PRODUCTION) {
            log.warn(
                    "running on the embedded PostgreSQL in {}: set HOOKBRIDGE_DATABASE_URL for a database with"
                            + " backups and replicas of its own",
                    configuration.dataDir());
        }
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

    Database database() {
        return database;
    }

    /**
     * Whether the database belongs to this process alone, so that no other server can be using it.
     */
    boolean isOwn() {
        return box.isPresent();
    }

    SecretBox secrets() {
        return secrets;
    }

    @Override
    public void close() {
        close(database, box);
    }

    private static void close(@Nullable Database database, Optional<PostgresInTheBox> box) {
        if (database != null) {
            database.close();
        }
        box.ifPresent(PostgresInTheBox::stop);
    }
}
