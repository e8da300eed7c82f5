package io.hookbridge.app.receive;

import io.hookbridge.app.terminal.ShellWord;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.tenant.apikey.KeyText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An API key, and how a shell gets at it without its being shown.
 *
 * @param expression what a shell replaces by the key between double quotes
 */
record ApiKeySource(KeyText key, String expression) {

    /** The variable of the SDKs. */
    static final String VARIABLE = "HOOKBRIDGE_API_KEY";

    /** Where {@code up} writes the key of the demo tenant, as long as no other folder is named. */
    private static final Path WRITTEN_BY_UP = Path.of("data/api-key");

    /**
     * The key of the file; without one that of the variable, else of {@code data/api-key}.
     *
     * @throws StartFailure if there is none
     */
    static ApiKeySource of(@Nullable Path file, @Nullable String variable) {
        if (file != null) {
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
                                "an endpoint needs an API key: put it into "
                                        + VARIABLE
                                        + ", or name a file that holds it with --api-key-file"));
    }

    private static Optional<ApiKeySource> ofFile(Path file) {
        try {
            return KeyText.parse(Files.readString(file).strip())
                    .map(key -> new ApiKeySource(key, ShellWord.contentOf(file)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The option of curl that shows the key to the server. */
    String header() {
        return "-H \"Authorization: Bearer " + expression + "\"";
    }
}
