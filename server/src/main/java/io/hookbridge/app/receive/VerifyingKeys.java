package io.hookbridge.app.receive;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.delivery.signing.VerifyingKey;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;

/** Finds the keys to verify with where the caller put them. Never shows one. */
final class VerifyingKeys {

    /** The variable that may hold a secret. */
    static final String VARIABLE = "HOOKBRIDGE_SIGNING_SECRET";

    /** A file that is read for a secret has no more than this. */
    private static final int MOST_BYTES = 64 * 1024;

    private VerifyingKeys() {}

    /**
     * Those of the options, else the one of the variable; none is allowed.
     *
     * @param file may also be the whole answer of the API to the creation of an endpoint; {@code -}
     *     is the standard input
     */
    static List<VerifyingKey> of(
            List<String> secrets, @Nullable Path file, @Nullable String variable) {
        List<VerifyingKey> keys = new ArrayList<>();
        secrets.forEach(secret -> keys.add(key(secret, "--secret")));
        if (file != null) {
            keys.addAll(ofFile(file));
        }
        if (keys.isEmpty() && variable != null && !variable.isBlank()) {
            keys.add(key(variable, VARIABLE));
        }
        return keys;
    }

    private static VerifyingKey key(String text, String source) {
        return VerifyingKey.parse(text.strip())
                .orElseThrow(() ->
                        new StartFailure(
                                source
                                        + " must be a signing secret as the API shows it: whsec_… or, for"
                                        + " v1a, whpk_…"));
    }

    private static List<VerifyingKey> ofFile(Path file) {
        String text;
        try (InputStream in =
                file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
            text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new StartFailure("--secret-file " + file + " cannot be read");
        }
        List<VerifyingKey> found =
                VerifyingKey.FORM
                        .matcher(text)
                        .results()
                        .map(MatchResult::group)
                        .map(secret -> key(secret, "--secret-file"))
                        .toList();
        if (found.isEmpty()) {
            throw new StartFailure(
                    "--secret-file "
                            + file
                            + " holds no signing secret: whsec_… or, for v1a, whpk_…");
        }
        return found;
    }
}
