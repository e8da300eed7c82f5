package io.hookbridge.message.cold;

import io.hookbridge.base.SecretBox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** For tests whose payloads all lie in the database. */
public final class NoStorage {

    private NoStorage() {}

    public static ColdPayloads payloads() {
        try {
            Path folder =
                    Files.createTempDirectory(
                            Files.createDirectories(Path.of("target/keys")), "key");
            return new ColdPayloads(
                    ColdStorage.none(),
                    SecretBox.open(folder.resolve("secret.key"), true),
                    new SimpleMeterRegistry());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
