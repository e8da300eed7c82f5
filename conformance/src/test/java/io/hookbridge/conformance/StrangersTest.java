package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What belongs to one tenant does not exist for another, nor what is live for a test key, nor the
 * other way round, on any operation that the server publishes: an operation that is added is walked
 * without a change here, and one with a new kind of identifier fails until it is told what to try.
 */
@ExtendWith(SharedServer.class)
@Tag("black-box")
class StrangersTest {

    /** How the paths to what was sent and to what was received end. */
    private static final String ATTEMPTS = "messages/{id}/attempts";

    private static final String RESPONSE_BODY = "/attempts/{attempt_no}/response-body";

    @Test
    void every_identifier_of_a_tenant_is_unknown_to_another(Installation installation) {
        Map<String, String> owned = owned(installation, installation.key());
        List<JsonNode> before = everythingListed(installation, installation.key());
        Installation.Account stranger = installation.newTenant("Stranger");

        for (PublishedApi.Operation operation : withParameters(installation, owned)) {
            Exchange refused = call(installation, operation, owned, stranger.key());

            if (operation.template().endsWith(RESPONSE_BODY)) {
                // The stranger's plan shows none at all, which says nothing about this message.
                assertThat(refused.code()).isEqualTo("FORBIDDEN");
                continue;
            }
            assertUnknown(operation, refused);
        }
        assertThat(everythingListed(installation, installation.key())).isEqualTo(before);
    }

    @Test
    void every_identifier_of_live_is_unknown_to_a_test_key(Installation installation) {
        Map<String, String> owned = owned(installation, installation.key());
        String testKey = installation.newKey("{\"mode\":\"test\"}");
        List<JsonNode> before = everythingListed(installation, installation.key());

        for (PublishedApi.Operation operation : withParameters(installation, owned)) {
            Exchange refused = call(installation, operation, owned, testKey);

            if (operation.parameters().contains("ProjectId")) {
                // The project is that of both; only in live it can be changed.
                assertThat(refused.status())
                        .as(operation.toString())
                        .isEqualTo(operation.method().equals("GET") ? 200 : 403);
                continue;
            }
            assertUnknown(operation, refused);
        }
        assertThat(everythingListed(installation, installation.key())).isEqualTo(before);
    }

    @Test
    void every_identifier_of_test_is_unknown_to_a_live_key(Installation installation) {
        String testKey = installation.newKey("{\"mode\":\"test\"}");
        Map<String, String> owned = owned(installation, testKey);
        List<JsonNode> before = everythingListed(installation, testKey);

        for (PublishedApi.Operation operation : withParameters(installation, owned)) {
            // The project is that of both, and who may manage in live manages the keys of both.
            if (!operation.parameters().contains("ProjectId")
                    && !operation.parameters().contains("ApiKeyId")) {
                assertUnknown(operation, call(installation, operation, owned, installation.key()));
            }
        }
        assertThat(everythingListed(installation, testKey)).isEqualTo(before);
    }

    @Test
    void no_answer_to_a_test_key_names_anything_of_live_and_nothing_of_it_is_touched(
            Installation installation) {
        Map<String, String> owned = owned(installation, installation.key());
        List<String> secretIds =
                owned.entrySet().stream()
                        .filter(id ->
                                !id.getKey().equals("ProjectId") && id.getValue().length() > 30)
                        .map(Map.Entry::getValue)
                        .toList();
        String testKey = installation.newKey("{\"mode\":\"test\"}");
        List<JsonNode> before = everythingListed(installation, installation.key());

        for (PublishedApi.Operation operation :
                new PublishedApi(installation.server()).operations()) {
            Exchange answer =
                    installation
                            .api()
                            .request(operation.method(), operation.path("x"))
                            .key(testKey)
                            .json(operation.example())
                            .send();

            assertThat(answer.text()).as(operation.toString()).doesNotContain(secretIds);
        }
        // It makes test keys on the way, which a live key sees.
        assertThat(everythingListed(installation, installation.key())).containsAll(before);
    }

    /** The operations on something in particular, all of whose identifiers are in {@code owned}. */
    private static List<PublishedApi.Operation> withParameters(
            Installation installation, Map<String, String> owned) {
        List<PublishedApi.Operation> walked =
                new PublishedApi(installation.server())
                        .operations().stream()
                                .filter(operation -> !operation.parameters().isEmpty())
                                .toList();
        assertThat(walked).isNotEmpty();
        for (PublishedApi.Operation operation : walked) {
            assertThat(owned)
                    .as("what to try as a stranger on %s", operation)
                    .containsKeys(operation.parameters().toArray(String[]::new));
        }
        return walked;
    }

    private static Exchange call(
            Installation installation,
            PublishedApi.Operation operation,
            Map<String, String> ids,
            String key) {
        return installation
                .api()
                .request(operation.method(), operation.path(ids))
                .key(key)
                .json(operation.example())
                .send();
    }

    private static void assertUnknown(PublishedApi.Operation operation, Exchange refused) {
        if (operation.template().endsWith(ATTEMPTS)) {
            // SDKs expect an empty list for a message that does not exist.
            assertThat(refused.data()).isEmpty();
            return;
        }
        assertThat(refused.status()).as(operation.toString()).isEqualTo(404);
        assertThat(refused.code()).as(operation.toString()).isEqualTo("NOT_FOUND");
    }

    @Test
    void no_answer_to_a_tenant_names_anything_of_another(Installation installation) {
        List<String> secretIds =
                owned(installation, installation.key()).values().stream()
                        .filter(id -> id.length() > 30)
                        .toList();
        String tenantId = installation.firstTenantId();
        Installation.Account stranger = installation.newTenant("Reader");
        for (PublishedApi.Operation operation :
                new PublishedApi(installation.server()).operations()) {
            Exchange answer =
                    installation
                            .api()
                            .request(operation.method(), operation.path("x"))
                            .key(stranger.key())
                            .json(operation.example())
                            .send();

            assertThat(answer.text())
                    .as(operation.toString())
                    .doesNotContain(secretIds)
                    .doesNotContain(tenantId);
        }
    }

    @Test
    void the_keys_of_a_project_are_unknown_to_its_sister(Installation installation) {
        String tenant = installation.firstTenantId();
        String sister =
                installation
                        .api()
                        .post("/v1/projects")
                        .key(installation.key())
                        .json("{\"name\":\"Sister\"}")
                        .send()
                        .data()
                        .get("id")
                        .asString();
        String sistersKey =
                installation
                        .server()
                        .place()
                        .admin("key", "create", "--tenant", tenant, "--project", sister)
                        .get("api_key")
                        .asString();
        String keyId = owned(installation, installation.key()).get("ApiKeyId");

        assertThat(
                        installation
                                .api()
                                .delete("/v1/api-keys/" + keyId)
                                .key(sistersKey)
                                .send()
                                .status())
                .isEqualTo(404);
        assertThat(installation.api().get("/v1/api-keys").key(sistersKey).send().data()).hasSize(1);
    }

    /** An identifier for every kind that the document knows, of what {@code by} has made. */
    private static Map<String, String> owned(Installation installation, String by) {
        JsonNode key = made(installation, by, "/v1/api-keys", "{\"label\":\"owned\"}");
        JsonNode projects = installation.api().get("/v1/projects").key(by).send().data();
        JsonNode endpoint =
                made(
                        installation,
                        by,
                        "/v1/endpoints",
                        // Nothing listens on the discard port.
                        "{\"url\":\"http://127.0.0.1:9/%s\"}".formatted(UUID.randomUUID()));
        JsonNode message =
                made(
                        installation,
                        by,
                        "/v1/webhooks/send",
                        "{\"endpoint_id\":\"%s\",\"payload\":{}}"
                                .formatted(endpoint.get("id").asString()));
        JsonNode export =
                made(
                        installation,
                        by,
                        "/v1/exports",
                        "{\"start_time\":\"2026-01-01T00:00:00Z\",\"end_time\":\"2026-01-02T00:00:00Z\"}");
        JsonNode inbound = made(installation, by, "/v1/inbound-endpoints", "{\"mode\":\"cli\"}");
        JsonNode received = received(installation, by, inbound);
        JsonNode preset =
                made(
                        installation,
                        by,
                        "/v1/inbound-presets",
                        """
                        {"id":"p-%s","title":"Owned","verify":{"kind":"token","source":"header:X-Token"}}
                        """
                                .formatted(UUID.randomUUID()));
        JsonNode pull = made(installation, by, "/v1/pull-endpoints", "{}");
        JsonNode event = received(installation, by, pull);
        return Map.ofEntries(
                Map.entry("ApiKeyId", key.get("key_id").asString()),
                Map.entry("ProjectId", projects.at("/0/id").asString()),
                Map.entry("EndpointId", endpoint.get("id").asString()),
                Map.entry("InboundEndpointId", inbound.get("id").asString()),
                Map.entry("InboundPresetId", preset.get("id").asString()),
                Map.entry("InboundMessageId", received.get("message_id").asString()),
                Map.entry("PullEndpointId", pull.get("id").asString()),
                Map.entry("PullEventId", event.get("message_id").asString()),
                Map.entry("SigningKeyId", endpoint.get("signing_key_id").asString()),
                Map.entry("MessageId", message.get("message_id").asString()),
                Map.entry("AttemptNo", "1"),
                Map.entry("ExportId", export.get("id").asString()));
    }

    /** What comes of something that is sent to {@code endpoint}. */
    private static JsonNode received(Installation installation, String by, JsonNode endpoint) {
        String path = URI.create(endpoint.get("ingest_url").asString()).getPath();
        return made(installation, by, path, "{}");
    }

    private static JsonNode made(Installation installation, String by, String path, String body) {
        Exchange made = installation.api().post(path).key(by).json(body).send();
        assertThat(made.status()).as(made.text()).isBetween(200, 299);
        return made.data();
    }

    /** What the key can list; what goes on by itself apart, such as times of use. */
    private static List<JsonNode> everythingListed(Installation installation, String key) {
        return Stream.of(
                        "/v1/api-keys",
                        "/v1/projects",
                        "/v1/endpoints",
                        "/v1/inbound-endpoints",
                        "/v1/inbound-presets",
                        "/v1/pull-endpoints",
                        "/v1/inbound-logs",
                        "/v1/pull-logs")
                .flatMap(path -> installation.api().get(path).key(key).send().data().valueStream())
                .map(node -> (JsonNode) ((ObjectNode) node).without("last_used_at"))
                .toList();
    }
}
