package io.hookbridge.console;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Json;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;

/** The lines of the first page after the sign-in, run by a shell as they stand on it. */
@Tag("database")
class StartPageTest {

    private static final Pattern LINE = Pattern.compile("<pre class=\"line\"><code>([^<]*)</code>");

    @TempDir private Path home;
    @AutoClose private final ConsoleServer server = new ConsoleServer();

    @Test
    void the_first_page_leads_to_a_webhook_in_three_lines() throws Exception {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        String page = browser.get(browser.place() + "/start").text();
        assertThat(page).contains("Your first webhook");
        List<String> lines = lines(page);
        String key = lines.get(0).replace("YOUR_API_KEY", KEY) + "\n";

        JsonNode made =
                json(key + lines.get(1).replace("https://YOUR_RECEIVER", "http://127.0.0.1:9/"));
        String endpoint = made.at("/data/id").asString();
        assertThat(made.at("/data/signing_secret").asString()).startsWith("whsec_");
        JsonNode sent = json(key + lines.get(2).replace("ENDPOINT_ID", endpoint));
        assertThat(sent.at("/data/status").asString()).isEqualTo("queued");
        JsonNode seen = json(key + lines.get(3));
        assertThat(seen.at("/data/0/message_id")).isEqualTo(sent.at("/data/message_id"));
    }

    @Test
    void in_test_mode_it_names_a_test_key() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());

        assertThat(browser.get(browser.place() + "/start").text())
                .contains("First put an API key into a variable")
                .doesNotContain("hb_test_");
        assertThat(browser.get(browser.testPlace() + "/start").text())
                .contains("First put a test key (<code>hb_test_…</code>) into a variable");
    }

    @Test
    void sdks_and_the_cli_are_led_here_with_both_of_their_addresses() throws Exception {
        List<String> lines = startLines();
        String here = server.app.publicUrl().toString();

        assertThat(lines.get(4))
                .isEqualTo("./hookbridge receive --create-endpoint --server " + here + " &");
        assertThat(run(lines.get(5) + "\necho $HOOKBRIDGE_BASE_URL $HOOKBRIDGE_SEND_URL"))
                .isEqualTo(here + " " + here + "\n");
        run(lines.get(6));
        Path file = home.resolve(".hookbridge/config.json");
        JsonNode config = Json.MAPPER.readTree(Files.readString(file));
        assertThat(config.get("api_base_url").asString()).isEqualTo(here);
        assertThat(config.get("stream_url").asString()).isEqualTo(here.replace("http://", "ws://"));
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void the_documents_have_the_same_lines() throws IOException {
        List<String> lines = startLines();
        String address = server.app.publicUrl().getAuthority();
        String byHand = Files.readString(Path.of("../docs/first-webhook.md"));
        String sdks = Files.readString(Path.of("../docs/sdks.md"));

        for (String line : lines.subList(1, 4)) {
            assertThat(byHand).contains(line.replace(address, "localhost:8080") + "\n");
        }
        assertThat(sdks).contains(lines.get(6).replace(address, "localhost:8080") + "\n");
    }

    private List<String> startLines() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        return lines(browser.get(browser.place() + "/start").text());
    }

    private static List<String> lines(String page) {
        return LINE.matcher(page).results().map(found -> text(found.group(1))).toList();
    }

    private static String text(String html) {
        return html.replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private JsonNode json(String script) throws IOException, InterruptedException {
        return Json.MAPPER.readTree(run(script));
    }

    private String run(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HOME", home.toString());
        Process shell = builder.start();
        String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).as(script).isZero();
        return said;
    }
}
