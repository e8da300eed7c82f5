package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookbridge.base.OwnerOnly;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The way to the first webhook by what is printed, and {@code receive} itself. */
@Tag("black-box")
class FirstWebhookTest {

    private static final Pattern RECEIVE = Pattern.compile("^ +(\\./hookbridge receive .*)$");
    private static final Pattern SEND = Pattern.compile("^ +(curl -s -X POST .*/send .*)$");
    private static final Pattern LOOK = Pattern.compile("^ +(curl -s .*/v1/logs.*)$");

    private static Place place;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        place = Place.migrated("somebody's first webhook");
        server = RunningServer.up(place);
    }

    @AfterAll
    static void stop() {
        server.close();
        place.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void three_printed_lines_deliver_a_webhook_whose_signature_is_verified(String name) {
        assumeTrue(isOnThePath(name), name + " is not on this machine");
        try (Shell shell = new Shell(name, place.folder())) {
            shell.paste(printed(server.child().out(), RECEIVE));
            shell.paste(printed(shell.out(), SEND));
            shell.out()
                    .await(Pattern.compile("signature: verified \\(HookBridge"), Patience.LONGEST);
            shell.out().await(Pattern.compile("\"event\" : \"order.created\""), Patience.LONGEST);
            String look = printed(shell.out(), LOOK);
            // The receiver has answered; that it did is written down a moment later.
            String endpoint = look.replaceFirst(".*endpoint_id=(ep_[0-9a-f]+).*", "$1");
            Patience.until("the delivery is written down", () -> hasSucceeded(endpoint));
            shell.paste(look + "; echo"); // The answer itself ends without a line.
            shell.out().await(Pattern.compile("\"status\":\"succeeded\""), Patience.LONGEST);
            assertThat(shell.said()).doesNotContain("whsec_", place.key());

            shell.paste("kill $!; wait; echo ended");
            shell.out().await(Pattern.compile("^ended$"), Patience.LONGEST);
            Exchange left = server.api().get("/v1/endpoints").key(place.key()).send();
            assertThat(left.data()).as("endpoints that are left behind").isEmpty();
        }
    }

    @Test
    void the_printed_addresses_are_what_sdks_read() {
        try (Shell shell = new Shell("sh", place.folder())) {
            shell.paste(
                    printed(server.child().out(), Pattern.compile("^ +(export HOOKBRIDGE.*)$")));
            shell.paste("echo \"$HOOKBRIDGE_BASE_URL|$HOOKBRIDGE_SEND_URL|\"");

            shell.out()
                    .await(
                            Pattern.compile(
                                    Pattern.quote(
                                            server.publicUrl() + "|" + server.publicUrl() + "|")),
                            Patience.LONGEST);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "receive --status 99",
                "receive --port 65536",
                "receive --secret FAKEsecret",
                "receive --secrte=whsec_FAKEsecret",
                "receive whsec_FAKEsecret",
                "receive --secret-file absent",
                "receive --server http://localhost:1",
                "receive --create-endpoint --api-key-file absent",
                "receive --create-endpoint",
                "receive --create-endpoint --api-key-file wrong-key --server SERVER",
                "receive --create-endpoint --api-key-file open-key --server SERVER",
                "receive --create-endpoint --api-key-file wrong-key --server http://127.0.0.1:1",
                "receive --create-endpoint --api-key-file wrong-key --server localhost",
            })
    void what_cannot_be_done_ends_with_one_clear_line_and_without_the_secret(String line)
            throws IOException {
        Path elsewhere = Files.createDirectories(place.folder().resolve("elsewhere"));
        Files.writeString(
                OwnerOnly.file(elsewhere.resolve("wrong-key")), "hb_live_FAKEsecret00000000000000");
        Files.writeString(elsewhere.resolve("open-key"), "hb_live_FAKEsecret00000000000000");
        Launch launch =
                new Launch(
                        elsewhere,
                        Stream.of(line.replace("SERVER", server.publicUrl().toString()).split(" "))
                                .toList(),
                        Map.of());

        Launch.Ended ended = launch.run();

        ended.assertRefused();
        assertThat(ended.said()).doesNotContain("FAKEsecret");
        assertThat(elsewhere.resolve("data")).doesNotExist();
    }

    private static boolean hasSucceeded(String endpoint) {
        return server.api()
                .get("/v1/logs?endpoint_id=" + endpoint)
                .key(place.key())
                .send()
                .text()
                .contains("\"succeeded\"");
    }

    private static String printed(Output out, Pattern line) {
        return out.await(line, Patience.LONGEST).group(1);
    }

    private static boolean isOnThePath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
