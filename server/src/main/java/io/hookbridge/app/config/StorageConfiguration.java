package io.hookbridge.app.config;

import io.hookbridge.base.SecretBox;
import io.hookbridge.db.DatabaseAddress;
import io.hookbridge.db.InvalidDatabaseAddress;
import io.hookbridge.db.embedded.PostgresInTheBox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Where everything is kept, and the key that seals the secrets in it.
 *
 * @param database empty for the embedded PostgreSQL
 * @param connections the most at once
 * @param replica what is read from where the primary need not be; empty for none
 * @param shards into how many the tables are cut that are spread over several servers; empty where
 *     everything is on one
 * @param worker one of those servers, through which this node writes what came of deliveries; empty
 *     for none
 * @param mayCreateSecretKeyFile whether a start may make one
 */
public record StorageConfiguration(
        Path dataDir,
        Optional<DatabaseAddress> database,
        int connections,
        Optional<ReadReplica> replica,
        OptionalInt shards,
        Optional<DatabaseAddress> worker,
        Path secretKeyFile,
        boolean mayCreateSecretKeyFile) {

    /**
     * A standby of the database.
     *
     * @param mostLag what it may lag behind and be read from
     */
    public record ReadReplica(DatabaseAddress address, Duration mostLag) {}

    static StorageConfiguration read(SettingValues values) {
        Optional<DatabaseAddress> database =
                values.value(Setting.DATABASE_URL)
                        .flatMap(text -> address(values, Setting.DATABASE_URL, text));
        Path dataDir = dataDir(values, database.isEmpty());
        boolean keyFileRequired = values.profile() == Profile.PRODUCTION && database.isPresent();
        return new StorageConfiguration(
                dataDir,
                database,
                values.integer(Setting.DATABASE_CONNECTIONS, 2, 1000),
                replica(values, database),
                shards(values, values.value(Setting.DATABASE_URL).isPresent()),
                worker(values, database),
                secretKeyFile(values, dataDir, keyFileRequired),
                !keyFileRequired);
    }

    private static Optional<DatabaseAddress> address(
            SettingValues values, Setting setting, String text) {
        try {
            return Optional.of(DatabaseAddress.parse(text));
        } catch (InvalidDatabaseAddress invalid) {
            values.problem(setting.variable() + " " + invalid.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<ReadReplica> replica(
            SettingValues values, Optional<DatabaseAddress> primary) {
        Duration mostLag = Duration.ofSeconds(values.integer(Setting.READ_LAG_SECONDS, 1, 3600));
        Optional<DatabaseAddress> address =
                values.value(Setting.READ_DATABASE_URL)
                        .flatMap(text -> address(values, Setting.READ_DATABASE_URL, text));
        boolean misnamed = primary.isEmpty() && values.value(Setting.DATABASE_URL).isPresent();
        address.filter(_ -> !misnamed)
                .flatMap(replica -> troubleWith(replica, primary))
                .ifPresent(trouble ->
                        values.problem(Setting.READ_DATABASE_URL.variable() + " " + trouble));
        return address.map(replica -> new ReadReplica(replica, mostLag));
    }

    private static Optional<String> troubleWith(
            DatabaseAddress replica, Optional<DatabaseAddress> primary) {
        if (primary.isEmpty()) {
            return Optional.of(
                    "needs %s, which names the primary that it is a standby of"
                            .formatted(Setting.DATABASE_URL.variable()));
        }
        if (replica.namesSeveralHosts()) {
            return Optional.of("must name one host: how far a standby has come holds for it alone");
        }
        return replica.isAtSamePlaceAs(primary.get())
                ? Optional.of(
                        "is the same as %s: name a standby of it, or leave it out"
                                .formatted(Setting.DATABASE_URL.variable()))
                : Optional.empty();
    }

    /**
     * @param external whether a database is named
     */
    private static OptionalInt shards(SettingValues values, boolean external) {
        int shards = values.integer(Setting.DISTRIBUTED_SHARDS, 1, 1024);
        Optional<String> how = values.value(Setting.DISTRIBUTED);
        if (how.isEmpty()) {
            return OptionalInt.empty();
        }
        // What a standby of the coordinator lacks of the workers it cannot tell, and a partition
        // that is spread is not one table that another could take the place of.
        Stream.of(Setting.READ_DATABASE_URL, Setting.COLD_BUCKET)
                .filter(setting -> values.value(setting).isPresent())
                .forEach(setting ->
                        values.problem(
                                "%s does not go together with %s: leave one of them out"
                                        .formatted(
                                                setting.variable(),
                                                Setting.DISTRIBUTED.variable())));
        if (!how.get().equals("citus")) {
            values.problem(Setting.DISTRIBUTED.variable() + " must be citus, or not be set");
        } else if (!external) {
            values.problem(
                    "%s=citus needs %s, the address of the coordinator: the embedded PostgreSQL is one server"
                            .formatted(
                                    Setting.DISTRIBUTED.variable(),
                                    Setting.DATABASE_URL.variable()));
        }
        return OptionalInt.of(shards);
    }

    private static Optional<DatabaseAddress> worker(
            SettingValues values, Optional<DatabaseAddress> coordinator) {
        Optional<DatabaseAddress> address =
                values.value(Setting.WORKER_DATABASE_URL)
                        .flatMap(text -> address(values, Setting.WORKER_DATABASE_URL, text));
        if (address.isPresent() && values.value(Setting.DISTRIBUTED).isEmpty()) {
            values.problem(
                    "%s needs %s=citus: without it there are no workers"
                            .formatted(
                                    Setting.WORKER_DATABASE_URL.variable(),
                                    Setting.DISTRIBUTED.variable()));
        } else if (address.isPresent()
                && coordinator.filter(address.get()::isAtSamePlaceAs).isPresent()) {
            values.problem(
                    "%s is the same as %s, the coordinator: name a worker, or leave it out"
                            .formatted(
                                    Setting.WORKER_DATABASE_URL.variable(),
                                    Setting.DATABASE_URL.variable()));
        }
        return address;
    }

    /**
     * @param embedded whether PostgreSQL is to live there
     */
    private static Path dataDir(SettingValues values, boolean embedded) {
        Path folder = values.path(Setting.DATA_DIR).orElse(Path.of("data"));
        boolean usable =
                Files.notExists(folder)
                        || (Files.isDirectory(folder) && (!embedded || Files.isWritable(folder)));
        if (!usable) {
            values.problem(
                    Setting.DATA_DIR.variable()
                            + " must be a folder that this process may write to");
        } else if (embedded && !PostgresInTheBox.canLiveIn(folder)) {
            values.problem(
                    Setting.DATA_DIR.variable()
                            + " must have no \", $, `, \\ and control characters in its whole path");
        }
        return folder;
    }

    /**
     * A file that is there is read now, so that nothing is begun with a key that cannot be used.
     */
    private static Path secretKeyFile(SettingValues values, Path dataDir, boolean required) {
        Optional<Path> named = values.path(Setting.SECRET_KEY_FILE);
        if (required && named.isEmpty()) {
            values.problem(
                    Setting.SECRET_KEY_FILE.variable()
                            + " is required with an external database, so that every node has the same key: name a file,"
                            + " such as /etc/hookbridge/secret.key, that ./hookbridge admin key-file create has made");
        }
        Path file = named.orElse(dataDir.resolve("secret.key"));
        if (Files.exists(file) || (required && named.isPresent())) {
            try {
                SecretBox.open(file, false);
            } catch (IOException unusable) {
                values.problem(Setting.SECRET_KEY_FILE.variable() + ": " + unusable.getMessage());
            }
        }
        return file;
    }
}
