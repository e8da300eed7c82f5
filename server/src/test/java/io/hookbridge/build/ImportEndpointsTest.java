package io.hookbridge.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookbridge.app.TestApp;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Takes endpoints over, from lists as the other services describe them. */
@Tag("database")
class ImportEndpointsTest {

    private static final String SVIX =
            """
            {"data": [
                {"id": "ep_1", "uid": "orders", "url": "http://127.0.0.1:9/orders", "description": "Orders", "version": 1,
                 "disabled": false, "rateLimit": 50, "filterTypes": ["order.paid", "order.sent"], "channels": null,
                 "createdAt": "2026-01-02T03:04:05Z", "updatedAt": "2026-01-02T03:04:05Z", "metadata": {}},
                {"id": "ep_2", "url": "http://127.0.0.1:9/asleep", "description": "", "version": 1,
                 "disabled": true, "rateLimit": null,
                 "createdAt": "2026-01-02T03:04:05Z", "updatedAt": "2026-01-02T03:04:05Z", "metadata": {}}],
             "iterator": "ep_2", "prevIterator": null, "done": true}
            """;

    private static final String CONVOY =
            """
            {"status": true, "message": "Endpoints fetched successfully", "data": {"content": [
                {"uid": "01HA", "project_id": "01P", "owner_id": "acme", "url": "http://127.0.0.1:9/convoy", "name": "Acme",
                 "description": "Orders", "status": "active", "rate_limit": 600, "rate_limit_duration": 60,
                 "http_timeout": 10, "advanced_signatures": true, "secrets": [{"uid": "s", "value": "FAKEsecret"}],
                 "authentication": {"type": "api_key", "api_key": {"header_name": "X-Key", "header_value": "FAKEkey"}},
                 "created_at": "2026-01-02T03:04:05Z"},
                {"uid": "01HB", "url": "http://127.0.0.1:9/inactive", "name": "Asleep", "status": "inactive",
                 "rate_limit": 0, "rate_limit_duration": 0}],
             "pagination": {"per_page": 20, "has_next_page": false}}}
            """;

    @AutoClose private static final TestApp app = TestApp.start();

    @TempDir private Path folder;

    private record Ended(int exit, List<String> lines) {}

    @Test
    void endpoints_of_svix_and_of_convoy_are_made_here_with_what_there_is_a_place_for()
            throws Exception {
        assumeTrue(has("jq") && has("curl"), "jq or curl is not installed");
        Ended svix = run("svix", list(SVIX), "--make");
        Ended convoy = run("convoy", list(CONVOY), "--make");

        assertThat(svix.exit()).as(svix.toString()).isZero();
        assertThat(svix.lines())
                .extracting(line -> line.replaceAll("\tep_[0-9a-f]{32}\t", "\tNEW\t"))
                .containsExactly(
                        "ep_1\tNEW\thttp://127.0.0.1:9/orders\tsent only: order.paid, order.sent",
                        "ep_2\tNEW\thttp://127.0.0.1:9/asleep\t");
        assertThat(convoy.exit()).as(convoy.toString()).isZero();
        assertThat(convoy.lines().getFirst())
                .endsWith("\tsends credentials (api_key): add them as headers")
                .doesNotContain("FAKE");

        JsonNode orders = made(svix.lines().getFirst());
        assertThat(orders.path("description").asString()).isEqualTo("Orders");
        assertThat(orders.path("rate_limit_rps").asInt()).isEqualTo(50);
        assertThat(orders.path("signature_scheme").asString()).isEqualTo("v1");
        assertThat(orders.path("paused").asBoolean()).isFalse();
        assertThat(made(svix.lines().getLast()).path("paused").asBoolean()).isTrue();
        JsonNode acme = made(convoy.lines().getFirst());
        assertThat(acme.path("description").asString()).isEqualTo("Acme: Orders");
        assertThat(acme.path("rate_limit_rps").asInt()).isEqualTo(10);
        assertThat(made(convoy.lines().getLast()).path("paused").asBoolean()).isTrue();

        Ended again = run("svix", list(SVIX), "--make");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.lines()).singleElement().asString().contains("ep_1", "was not made");
    }

    @Test
    void a_list_of_another_service_is_refused_and_nothing_is_made_without_being_asked_for()
            throws Exception {
        assumeTrue(has("jq"), "jq is not installed");
        int before = endpoints();

        assertThat(run("svix", list(CONVOY)).exit()).isEqualTo(1);
        assertThat(run("convoy", list(CONVOY)).lines()).hasSize(2);
        assertThat(endpoints()).isEqualTo(before);
    }

    private static int endpoints() {
        return app.client().get("/v1/endpoints").key(TestApp.KEY).send().data().size();
    }

    private static JsonNode made(String line) {
        return app.client()
                .get("/v1/endpoints/" + line.split("\t", -1)[1])
                .key(TestApp.KEY)
                .send()
                .data();
    }

    private String list(String json) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "list", ".json"), json).toString();
    }

    private Ended run(String... arguments) throws Exception {
        Path said = Files.createTempFile(folder, "said", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Stream.concat(
                                        Stream.of(
                                                Path.of("../deploy/import-endpoints")
                                                        .toAbsolutePath()
                                                        .toString()),
                                        Arrays.stream(arguments))
                                .toList());
        builder.environment()
                .putAll(
                        Map.of(
                                "HOOKBRIDGE_URL",
                                "http://127.0.0.1:" + app.port(),
                                "HOOKBRIDGE_API_KEY",
                                TestApp.KEY));
        int exit =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
        return new Ended(exit, Files.readAllLines(said));
    }

    private static boolean has(String tool) {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
