package io.hookbridge.app.config;

import io.hookbridge.base.SecretBox;
import io.hookbridge.db.DatabaseAddress;
import io.hookbridge.db.InvalidDatabaseAddress;
import io.hookbridge.db.embedded.PostgresInTheBox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where everything is kept, and the key that seals the secrets in it.
 *
 * @param database empty for the embedded PostgreSQL
 * @param connections the most at once
 * @param shards into how many the tables are cut that are spread over several servers; empty where
 *     everything is on one
 * @param mayCreateSecretKeyFile whether a start may make one
 */
public record StorageConfiguration(
        Path dataDir,
        Optional<DatabaseAddress> database,
        int connections,
        OptionalInt shards,
        Path secretKeyFile,
        boolean mayCreateSecretKeyFile) {

    static StorageConfiguration read(SettingValues values) {
        Optional<DatabaseAddress> database =
                values.value(Setting.DATABASE_URL).flatMap(text -> database(values, text));
        Path dataDir = dataDir(values, database.isEmpty());
        boolean keyFileRequired = values.profile() == Profile.PRODUCTION && database.isPresent();
        return new StorageConfiguration(
                dataDir,
                database,
                values.integer(Setting.DATABASE_CONNECTIONS, 2, 1000),
                shards(values, values.value(Setting.DATABASE_URL).isPresent()),
                secretKeyFile(values, dataDir, keyFileRequired),
                !keyFileRequired);
    }

    private static Optional<DatabaseAddress> database(SettingValues values, String text) {
        try {
            return Optional.of(DatabaseAddress.parse(text));
        } catch (InvalidDatabaseAddress invalid) {
            values.problem(Setting.DATABASE_URL.variable() + " " + invalid.getMessage());
            return Optional.empty();
        }
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
