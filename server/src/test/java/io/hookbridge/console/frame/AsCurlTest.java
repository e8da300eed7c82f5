package io.hookbridge.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lines, given to a shell in which curl only tells what it was asked for. */
@Tag("unit")
class AsCurlTest {

    private static final String SAYING_CURL =
            "curl() { for word; do printf '%s\\0' \"$word\"; done; case \"$word\" in @-) cat > body;; esac; }\n";

    private final AsCurl curl = new AsCurl(URI.create("http://localhost:8080"));

    @TempDir private Path folder;

    @Test
    void a_call_of_the_api_takes_the_key_from_a_variable() throws Exception {
        assertThat(
                        words(
                                "HOOKBRIDGE_API_KEY=k\n",
                                curl.call("POST", "/v1/x?a=b&c", "{\"it's\":1}")))
                .containsExactly(
                        "-s",
                        "-X",
                        "POST",
                        "http://localhost:8080/v1/x?a=b&c",
                        "-H",
                        "Authorization: Bearer k",
                        "-H",
                        "Content-Type: application/json",
                        "--data-raw",
                        "{\"it's\":1}");
        assertThat(words("HOOKBRIDGE_API_KEY=k\n", curl.get("/v1/logs")))
                .containsExactly(
                        "-s", "http://localhost:8080/v1/logs", "-H", "Authorization: Bearer k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(touch ran)",
                "`touch ran`",
                "\"; touch ran; \"",
                "'; touch ran; '",
                "!! %PATH% ~ * \\",
                "a\nb",
                "@/etc/passwd",
                "-K /etc/passwd",
                "",
            })
    void whatever_a_sender_wrote_arrives_as_it_is_and_nothing_of_it_runs(String text)
            throws Exception {
        List<String> words =
                words(
                        "",
                        AsCurl.request(
                                "POST",
                                "https://example.com/" + text,
                                List.of(Map.entry("X-Said", text)),
                                text.getBytes(UTF_8)));

        assertThat(words)
                .containsExactly(
                        "-s",
                        "-X",
                        "POST",
                        "https://example.com/" + text,
                        "-H",
                        "X-Said: " + text,
                        "--data-raw",
                        text);
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void what_is_no_text_to_paste_goes_through_base64() throws Exception {
        for (byte[] body :
                List.of(
                        new byte[] {0, 1, 2, (byte) 0xFF},
                        "a\rb".getBytes(UTF_8),
                        "a\u202Eb".getBytes(UTF_8))) {
            List<String> words =
                    words("", AsCurl.request("PUT", "https://example.com/", List.of(), body));

            assertThat(words).endsWith("--data-binary", "@-");
            assertThat(Files.readAllBytes(folder.resolve("body"))).isEqualTo(body);
        }
    }

    private List<String> words(String before, String line)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", before + SAYING_CURL + line);
        builder.directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        Process shell = builder.start();
        String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).as(line).isZero();
        List<String> words = new ArrayList<>(List.of(said.split("\0", -1)));
        words.removeLast();
        return words;
    }
}
