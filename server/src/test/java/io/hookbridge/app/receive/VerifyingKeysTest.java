package io.hookbridge.app.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.app.terminal.StartFailure;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@Tag("unit")
class VerifyingKeysTest {

    private static final String SECRET = "whsec_FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE";

    @TempDir private Path folder;

    @Test
    void options_and_files_win_over_the_variable_and_add_up() throws IOException {
        Path answer =
                Files.writeString(
                        folder.resolve("endpoint.json"),
                        "{\"data\":{\"id\":\"ep_1\",\"signing_secret\":\"" + SECRET + "\"}}\n");

        assertThat(VerifyingKeys.of(List.of(), null, null)).isEmpty();
        assertThat(VerifyingKeys.of(List.of(), null, SECRET + "\n")).hasSize(1);
        assertThat(VerifyingKeys.of(List.of(SECRET, SECRET), answer, SECRET)).hasSize(3);
    }

    @Test
    void what_is_no_secret_is_refused_without_being_repeated() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "FAKEsecret\n");

        refused(() -> VerifyingKeys.of(List.of("FAKEsecret"), null, null), "--secret must be");
        refused(
                () -> VerifyingKeys.of(List.of(), null, "FAKEsecret"),
                "HOOKBRIDGE_SIGNING_SECRET must be");
        refused(() -> VerifyingKeys.of(List.of(), file, null), "holds no signing secret");
        refused(() -> VerifyingKeys.of(List.of(), folder, null), "cannot be read");
    }

    private static void refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(words)
                .message()
                .doesNotContain("FAKEsecret");
    }
}
