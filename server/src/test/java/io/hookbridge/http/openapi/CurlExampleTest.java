package io.hookbridge.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Gives the command lines to a real shell and looks at what curl would be called with. */
@Tag("unit")
class CurlExampleTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final CurlExample CURL = new CurlExample("http://localhost:8080");

    @Test
    void a_get_is_the_address_and_the_key_from_the_environment() throws Exception {
        assertThat(arguments(CURL.of(operation("/v1/api-keys"), true, Optional.empty())))
                .containsExactly(
                        "http://localhost:8080/v1/api-keys",
                        "-H",
                        "Authorization: Bearer hb_test_FAKE");
    }

    @Test
    void a_path_is_filled_in_with_the_examples_of_its_parameters() throws Exception {
        assertThat(arguments(CURL.of(operation("/v1/projects/{id}"), false, Optional.empty())))
                .containsExactly(
                        "http://localhost:8080/v1/projects/01935abc-def0-7123-9abc-def012345678");
    }

    @Test
    void a_body_reaches_curl_unchanged_whatever_it_contains() throws Exception {
        JsonNode body =
                JSON.readTree("{\"name\":\"it's $HOME `id` \\\"!\\\"\",\"tags\":[\"a\",\"b\"]}");

        List<String> arguments =
                arguments(CURL.of(operation("/v1/projects"), false, Optional.of(body)));

        int data = arguments.indexOf("-d");
        assertThat(arguments.subList(0, data))
                .containsExactly(
                        "http://localhost:8080/v1/projects",
                        "-H",
                        "Content-Type: application/json");
        assertThat(JSON.readTree(arguments.get(data + 1))).isEqualTo(body);
    }

    private static ApiDocument.Operation operation(String path) {
        return ApiDescription.published().document().operations().stream()
                .filter(operation -> operation.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** What a shell makes of {@code line}, where curl only tells its arguments. */
    private static List<String> arguments(String line) throws Exception {
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", "curl() { printf '%s\\0' \"$@\"; }\n" + line);
        shell.environment().put("HOOKBRIDGE_API_KEY", "hb_test_FAKE");
        Process process = shell.start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return List.of(new String(output, StandardCharsets.UTF_8).split("\0"));
    }
}
