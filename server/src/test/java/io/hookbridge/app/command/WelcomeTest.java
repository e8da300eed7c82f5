package io.hookbridge.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.TenantId;
import io.hookbridge.tenant.apikey.KeyText;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

@Tag("unit")
class WelcomeTest {

    private static final KeyText KEY = new KeyText("hb_live_FAKE0000000000000000welcome");
    private static final TenantId TENANT =
            new TenantId(UUID.fromString("01935abc-def0-7123-9abc-def012345678"));

    @Test
    void with_a_key_that_works_every_line_can_be_pasted() {
        String text = welcome(true, Optional.of(KEY), "/tmp/it's here/api-key").text();

        assertThat(text)
                .contains("  API key   " + KEY.value() + " (kept in /tmp/it's here/api-key)\n")
                .contains(
                        "\n  ./hookbridge receive --create-endpoint --server http://localhost:8080"
                                + " --api-key-file '/tmp/it'\\''s here/api-key' &\n")
                .contains(
                        "\n  ./hookbridge listen --forward http://localhost:3000 --server http://localhost:8080"
                                + " --api-key-file '/tmp/it'\\''s here/api-key'\n")
                .contains(
                        "\n  export HOOKBRIDGE_BASE_URL=http://localhost:8080"
                                + " HOOKBRIDGE_SEND_URL=http://localhost:8080\n")
                .contains("-H \"Authorization: Bearer $(cat '/tmp/it'\\''s here/api-key')\"")
                .containsOnlyOnce(KEY.value())
                .endsWith("\nCtrl-C stops the server and its PostgreSQL.\n");
    }

    @Test
    void the_documents_show_the_lines_that_are_printed() throws IOException {
        String text = welcome(true, Optional.of(KEY), "./data/api-key").text();
        String receive =
                text.lines().filter(line -> line.contains("receive")).findFirst().orElseThrow();
        String listen =
                text.lines()
                        .filter(line -> line.contains("hookbridge listen"))
                        .findFirst()
                        .orElseThrow();
        String addresses =
                text.lines().filter(line -> line.contains("export")).findFirst().orElseThrow();
        String portal =
                text.lines().filter(line -> line.contains("portal -H")).findFirst().orElseThrow();

        assertThat(Files.readString(Path.of("../README.md")))
                .contains("\n" + receive.strip() + "\n", "\n" + listen.strip() + "\n")
                .contains("\n" + addresses.strip() + "\n", "\n" + portal.strip() + "\n")
                .doesNotContain("\n$ ");
        assertThat(Files.readString(Path.of("../docs/first-webhook.md")))
                .contains(receive.strip() + "\n");
        assertThat(Files.readString(Path.of("../docs/listen.md"))).contains(listen.strip() + "\n");
    }

    @Test
    void without_one_it_says_how_to_make_another_and_lines_take_it_from_a_variable() {
        String text = welcome(true, Optional.empty(), "data/api-key").text();

        assertThat(text)
                .contains("none that works is known here")
                .contains("./hookbridge admin key create --tenant " + TENANT)
                .contains("receive --create-endpoint --server http://localhost:8080 &\n")
                .contains("-H \"Authorization: Bearer $HOOKBRIDGE_API_KEY\"")
                .doesNotContain("hb_live_", "--api-key-file");
    }

    @Test
    void a_node_without_the_api_is_not_offered_as_one() {
        assertThat(welcome(false, Optional.of(KEY), "data/api-key").text())
                .contains("  Docs      http://localhost:8080/docs\n")
                .doesNotContain("/v1", "curl", "receive", "listen", KEY.value());
    }

    private static Welcome welcome(boolean api, Optional<KeyText> key, String keyFile) {
        return new Welcome(
                "HookBridge 1",
                1.25,
                Path.of("data"),
                URI.create("http://localhost:8080"),
                URI.create("http://127.0.0.1:9464"),
                Optional.of("http://localhost:8080/sign-in"),
                api,
                Path.of(keyFile),
                key,
                Optional.of(TENANT));
    }
}
