package io.hookbridge.message.cold;

import io.hookbridge.base.SecretBox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** For tests whose payloads all lie in the database. */
public final class NoStorage {

    private NoStorage() {}

    public static ColdPayloads payloads() {
        try {
            Path folder =
                    Files.createTempDirectory(
                            Files.createDirectories(Path.of("target/keys")), "key");
            return new ColdPayloads(
                    Jdbi.create(() -> {
                        throw new SQLException("no payload lies in the storage");
                    }),
                    ColdStorage.none(),
                    SecretBox.open(folder.resolve("secret.key"), true),
                    new SimpleMeterRegistry());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
