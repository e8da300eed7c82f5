package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Json;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;

/** {@code /v1/api-keys} as SDKs use it, and the rules of who may make which key. */
@ExtendWith(SharedServer.class)
@Tag("black-box")
class ApiKeysTest {

    @Test
    void a_key_lives_from_its_creation_to_its_deletion(Installation installation) {
        JsonNode made =
                create(
                        installation,
                        installation.key(),
                        "{\"label\":\"worker\",\"mode\":\"test\"}");
        String id = made.get("key_id").asString();
        String key = made.get("key").asString();

        assertThat(key).matches("hb_test_[0-9A-Za-z]{32}");
        assertThat(made.get("prefix").asString()).isEqualTo(key.substring(0, 11));
        assertThat(made.get("label").asString()).isEqualTo("worker");

        JsonNode unused = listed(installation, installation.key(), id).orElseThrow();
        assertThat(unused.has("key")).isFalse();
        assertThat(unused.has("last_used_at")).isFalse();
        assertThat(unused.get("created_at")).isEqualTo(made.get("created_at"));

        assertThat(installation.api().get("/v1/api-keys").key(key).send().status()).isEqualTo(200);
        Patience.until(
                "the use is shown",
                () -> listed(installation, key, id).orElseThrow().has("last_used_at"));

        Exchange deleted =
                installation.api().delete("/v1/api-keys/" + id).key(installation.key()).send();
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.data().get("deleted").asBoolean()).isTrue();
        assertThat(listed(installation, installation.key(), id)).isEmpty();
        assertThat(
                        installation
                                .api()
                                .delete("/v1/api-keys/" + id)
                                .key(installation.key())
                                .send()
                                .status())
                .isEqualTo(404);
    }

    @Test
    void an_operator_lists_keys_and_who_made_them(Installation installation) {
        String tenant = installation.firstTenantId();
        JsonNode made = create(installation, installation.key(), "{\"label\":\"listed\"}");
        String id = made.get("key_id").asString();

        JsonNode listed = installation.server().place().admin("key", "list", "--tenant", tenant);
        Launch.Ended audit =
                installation
                        .server()
                        .place()
                        .launch(
                                "admin",
                                "audit",
                                "--tenant",
                                tenant,
                                "--action",
                                "api_key.created",
                                "--since",
                                made.get("created_at").asString(),
                                "--limit",
                                "1000")
                        .run();

        assertThat(listed.get("keys"))
                .filteredOn(key -> key.get("key_id").asString().equals(id))
                .singleElement()
                .satisfies(key -> {
                    assertThat(key.get("label").asString()).isEqualTo("listed");
                    assertThat(key.get("permissions")).isEqualTo(made.get("permissions"));
                });
        assertThat(audit.out().lines().stream().map(Json.MAPPER::readTree))
                .filteredOn(event -> event.get("target").asString().equals(id))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.get("tenant_id").asString()).isEqualTo(tenant);
                    assertThat(event.at("/actor/kind").asString()).isEqualTo("api_key");
                });
        assertThat(listed.toString() + audit.out().text())
                .doesNotContain(made.get("key").asString());
    }

    @Test
    void a_key_without_a_label_has_the_member_nevertheless(Installation installation) {
        JsonNode made = create(installation, installation.key(), "{}");

        assertThat(made.get("label").asString("absent")).isEmpty();
        JsonNode listed =
                listed(installation, installation.key(), made.get("key_id").asString())
                        .orElseThrow();
        assertThat(listed.get("label").asString("absent")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key_nonexistent_12345", "key_00000000000070008000000000000000", "x"})
    void a_key_that_does_not_exist_cannot_be_deleted(String id, Installation installation) {
        Exchange refused =
                installation.api().delete("/v1/api-keys/" + id).key(installation.key()).send();

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"label\":5}",
                "{\"label\":[]}",
                "{\"mode\":\"both\"}",
                "{\"mode\":true}",
                "{\"permissions\":[]}",
                "{\"permissions\":\"read\"}",
                "{\"permissions\":[\"write\"]}",
                "{\"permissions\":[1]}",
                "{\"label\":\"a\\u0000b\"}",
                "{\"label\":\"a\\ud800b\"}",
            })
    void a_key_with_impossible_members_is_refused(String body, Installation installation) {
        Exchange refused =
                installation.api().post("/v1/api-keys").key(installation.key()).json(body).send();

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void a_label_may_have_255_characters_of_any_script(Installation installation) {
        String label = "ключ 🔑 " + "é".repeat(247);
        JsonNode made = create(installation, installation.key(), "{\"label\":\"" + label + "\"}");
        Exchange longer =
                installation
                        .api()
                        .post("/v1/api-keys")
                        .key(installation.key())
                        .json("{\"label\":\"" + "x".repeat(256) + "\"}")
                        .send();

        assertThat(made.get("label").asString()).isEqualTo(label);
        assertThat(longer.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void a_test_key_neither_makes_nor_sees_nor_deletes_live_keys(Installation installation) {
        JsonNode live = create(installation, installation.key(), "{\"mode\":\"live\"}");
        String liveId = live.get("key_id").asString();
        String testKey = installation.newKey("{\"mode\":\"test\"}");

        Exchange made =
                installation
                        .api()
                        .post("/v1/api-keys")
                        .key(testKey)
                        .json("{\"mode\":\"live\"}")
                        .send();
        assertThat(made.status()).isEqualTo(403);
        assertThat(made.code()).isEqualTo("FORBIDDEN");
        assertThat(create(installation, testKey, "{}").get("key").asString())
                .startsWith("hb_test_");
        assertThat(list(installation, testKey))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key.get("prefix").asString()).startsWith("hb_test_"));
        assertThat(installation.api().delete("/v1/api-keys/" + liveId).key(testKey).send().status())
                .isEqualTo(404);
        assertThat(listed(installation, installation.key(), liveId)).isPresent();
    }

    @Test
    void a_key_cannot_make_one_that_may_do_more(Installation installation) {
        String weak = installation.newKey("{\"permissions\":[\"manage\",\"read\"]}");

        Exchange stronger =
                installation
                        .api()
                        .post("/v1/api-keys")
                        .key(weak)
                        .json("{\"permissions\":[\"read\",\"billing\"]}")
                        .send();
        assertThat(stronger.status()).isEqualTo(403);
        assertThat(stronger.code()).isEqualTo("FORBIDDEN");

        String child = create(installation, weak, "{}").get("key").asString();
        Exchange billing = installation.api().post("/v1/billing/portal").key(child).send();
        assertThat(billing.status()).isEqualTo(403);
        assertThat(billing.json().at("/error/details/required_permission").asString(""))
                .isEqualTo("billing");
    }

    @Test
    void every_operation_is_closed_to_keys_without_its_permission(Installation installation) {
        for (PublishedApi.Operation operation :
                new PublishedApi(installation.server()).operations()) {
            List<String> others =
                    List.of("send", "read", "manage", "billing").stream()
                            .filter(word -> !word.equals(operation.permission()))
                            .toList();
            String key =
                    installation.newKey(
                            "{\"permissions\":[\"" + String.join("\",\"", others) + "\"]}");
            Exchange refused =
                    installation
                            .api()
                            .request(operation.method(), operation.path("x"))
                            .key(key)
                            .json(operation.example())
                            .send();

            assertThat(refused.status()).as(operation.toString()).isEqualTo(403);
            assertThat(refused.json().at("/error/details/required_permission").asString(""))
                    .isEqualTo(operation.permission());
        }
    }

    private static JsonNode create(Installation installation, String key, String body) {
        Exchange made = installation.api().post("/v1/api-keys").key(key).json(body).send();
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.data();
    }

    private static List<JsonNode> list(Installation installation, String key) {
        return installation.api().get("/v1/api-keys").key(key).send().data().valueStream().toList();
    }

    private static Optional<JsonNode> listed(Installation installation, String key, String id) {
        return list(installation, key).stream()
                .filter(listed -> listed.get("key_id").asString().equals(id))
                .findFirst();
    }
}
