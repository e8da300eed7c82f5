package io.hookbridge.app.client;

import io.hookbridge.app.terminal.ShellWord;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.OwnerOnly;
import io.hookbridge.tenant.apikey.KeyText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An API key, and how a shell gets at it without its being shown. It comes from the environment or
 * from a file of its owner's, never from an argument, which everybody on a machine can see.
 *
 * @param expression what a shell replaces by the key between double quotes
 */
public record ApiKeySource(KeyText key, String expression) {

    /** The variable of the SDKs. */
    public static final String VARIABLE = "HOOKBRIDGE_API_KEY";

    /** Where {@code up} writes the key of the demo tenant, as long as no other folder is named. */
    private static final Path WRITTEN_BY_UP = Path.of("data/api-key");

    /**
     * The key of the file; without one that of the variable, else of {@code data/api-key}.
     *
     * @throws StartFailure if there is none, or the file can be read by others
     */
    public static ApiKeySource of(@Nullable Path file, @Nullable String variable) {
        if (file != null) {
            if (!Files.isReadable(file)) {
                throw new StartFailure("--api-key-file " + file + " cannot be read");
            }
            return ofFile(file)
                    .orElseThrow(
                            () -> new StartFailure("--api-key-file " + file + " holds no API key"));
        }
        if (variable != null && !variable.isBlank()) {
            return KeyText.parse(variable.strip())
                    .map(key -> new ApiKeySource(key, "$" + VARIABLE))
                    .orElseThrow(() -> new StartFailure(VARIABLE + " is not an API key"));
        }
        return ofFile(WRITTEN_BY_UP)
                .orElseThrow(() ->
                        new StartFailure(
                                "an API key is needed: put it into "
                                        + VARIABLE
                                        + ", or name a file that holds it with --api-key-file"));
    }

    private static Optional<ApiKeySource> ofFile(Path file) {
        try {
            Optional<String> exposure = OwnerOnly.exposure(file);
            if (exposure.isPresent()) {
                throw new StartFailure(
                        "the file %s can be read by others (mode %s), and holds an API key: chmod 600 %s"
                                .formatted(file, exposure.get(), ShellWord.of(file.toString())));
            }
            return KeyText.parse(Files.readString(file).strip())
                    .map(key -> new ApiKeySource(key, ShellWord.contentOf(file)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The option of curl that shows the key to the server. */
    public String header() {
        return "-H \"Authorization: Bearer " + expression + "\"";
    }
}
