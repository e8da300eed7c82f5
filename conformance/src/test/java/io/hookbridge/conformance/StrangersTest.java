package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What belongs to one tenant does not exist for another, on any operation that the server
 * publishes: an operation that is added is walked without a change here, and one with a new kind of
 * identifier fails until it is told what to try.
 */
@ExtendWith(SharedServer.class)
@Tag("black-box")
class StrangersTest {

    private static final String ATTEMPTS = "/v1/messages/{id}/attempts";
    private static final String RESPONSE_BODY =
            "/v1/messages/{id}/attempts/{attempt_no}/response-body";

    @Test
    void every_identifier_of_a_tenant_is_unknown_to_another(Installation installation) {
        Map<String, String> owned = owned(installation);
        List<JsonNode> before = everythingListed(installation);
        Installation.Account stranger = installation.newTenant("Stranger");
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
            Exchange refused =
                    installation
                            .api()
                            .request(operation.method(), operation.path(owned))
                            .key(stranger.key())
                            .json(operation.example())
                            .send();

            if (operation.template().equals(ATTEMPTS)) {
                // SDKs expect an empty list for a message that does not exist.
                assertThat(refused.data()).isEmpty();
                continue;
            }
            if (operation.template().equals(RESPONSE_BODY)) {
                // The stranger's plan shows none at all, which says nothing about this message.
                assertThat(refused.code()).isEqualTo("FORBIDDEN");
                continue;
            }
            assertThat(refused.status()).as(operation.toString()).isEqualTo(404);
            assertThat(refused.code()).as(operation.toString()).isEqualTo("NOT_FOUND");
        }
        assertThat(everythingListed(installation)).isEqualTo(before);
    }

    @Test
    void no_answer_to_a_tenant_names_anything_of_another(Installation installation) {
        List<String> secretIds =
                owned(installation).values().stream().filter(id -> id.length() > 30).toList();
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
        String keyId = owned(installation).get("ApiKeyId");

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

    /** An identifier of the first tenant for every kind that the document knows. */
    private static Map<String, String> owned(Installation installation) {
        JsonNode key =
                installation
                        .api()
                        .post("/v1/api-keys")
                        .key(installation.key())
                        .json("{\"label\":\"owned\"}")
                        .send()
                        .data();
        JsonNode projects =
                installation.api().get("/v1/projects").key(installation.key()).send().data();
        JsonNode endpoint =
                made(
                        installation,
                        "/v1/endpoints",
                        // Nothing listens on the discard port.
                        "{\"url\":\"http://127.0.0.1:9/%s\"}".formatted(UUID.randomUUID()));
        JsonNode message =
                made(
                        installation,
                        "/v1/webhooks/send",
                        "{\"endpoint_id\":\"%s\",\"payload\":{}}"
                                .formatted(endpoint.get("id").asString()));
        JsonNode export =
                made(
                        installation,
                        "/v1/exports",
                        "{\"start_time\":\"2026-01-01T00:00:00Z\",\"end_time\":\"2026-01-02T00:00:00Z\"}");
        return Map.of(
                "ApiKeyId", key.get("key_id").asString(),
                "ProjectId", projects.at("/0/id").asString(),
                "EndpointId", endpoint.get("id").asString(),
                "SigningKeyId", endpoint.get("signing_key_id").asString(),
                "MessageId", message.get("message_id").asString(),
                "AttemptNo", "1",
                "ExportId", export.get("id").asString());
    }

    private static JsonNode made(Installation installation, String path, String body) {
        Exchange made = installation.api().post(path).key(installation.key()).json(body).send();
        assertThat(made.status()).as(made.text()).isBetween(200, 299);
        return made.data();
    }

    /** What the first tenant can list; times of use apart, which go on by themselves. */
    private static List<JsonNode> everythingListed(Installation installation) {
        return Stream.of("/v1/api-keys", "/v1/projects")
                .flatMap(path ->
                        installation
                                .api()
                                .get(path)
                                .key(installation.key())
                                .send()
                                .data()
                                .valueStream())
                .map(node -> (JsonNode) ((ObjectNode) node).without("last_used_at"))
                .toList();
    }
}
