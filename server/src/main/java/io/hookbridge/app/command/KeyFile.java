package io.hookbridge.app.command;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.OwnerOnly;
import io.hookbridge.tenant.apikey.KeyText;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers the demo tenant's API key on a developer's machine, so that every {@code up} can print
 * it. The database holds only its hash.
 */
record KeyFile(Path path) {

    static KeyFile in(Path dataDir) {
        return new KeyFile(dataDir.resolve("api-key"));
    }

    /**
     * @throws StartFailure if it cannot be written
     */
    void write(KeyText key) {
        try {
            Files.deleteIfExists(path);
            OwnerOnly.file(path);
            Files.writeString(path, key.value() + "\n");
        } catch (IOException failure) {
            throw new StartFailure("the API key cannot be written to " + path);
        }
    }

    /** The remembered key; empty if there is none, or none that can be read. */
    Optional<KeyText> read() {
        try {
            return KeyText.parse(Files.readString(path).strip());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
