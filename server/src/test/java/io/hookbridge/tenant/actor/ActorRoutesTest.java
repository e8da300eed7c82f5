package io.hookbridge.tenant.actor;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.UserId;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.message.MessageRows;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@Tag("database")
class ActorRoutesTest {

    private static TestApp app;
    private static CheckedHttpClient client;

    @BeforeAll
    static void start() {
        app = TestApp.start();
        client = app.client();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static JsonNode lookUp(String query) {
        return client.get("/v1/actors/lookup?" + query).key(KEY).send().data();
    }

    private static String newKey(String label) {
        return client.post("/v1/api-keys")
                .key(KEY)
                .json("{\"label\":" + label + "}")
                .send()
                .data()
                .path("key_id")
                .asString();
    }

    private static String userOf(UUID tenant, String email) {
        UUID id = UUID.randomUUID();
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                INSERT INTO console_user (id, tenant_id, email, role, created_at)
                                VALUES (?, ?, ?, 'owner', now())
                                """,
                                id,
                                tenant,
                                email));
        return new UserId(id).toString();
    }

    @Test
    void people_and_keys_of_the_tenant_are_found_also_keys_that_are_deleted() {
        MessageRows own = MessageRows.of(app);
        String alice = userOf(own.tenant().value(), "alice@example.com");
        String labelled = newKey("\"Production\"");
        String nameless = newKey("null");
        client.delete("/v1/api-keys/" + labelled).key(KEY).send();

        JsonNode data =
                lookUp("user_id=" + alice + ",nobody&api_key_id=" + labelled + "," + nameless);

        assertThat(data.path("users")).hasSize(1);
        assertThat(data.at("/users/" + alice + "/email").asString()).isEqualTo("alice@example.com");
        assertThat(data.path("api_keys")).hasSize(2);
        assertThat(data.at("/api_keys/" + labelled + "/label").asString()).isEqualTo("Production");
        assertThat(data.at("/api_keys/" + nameless + "/label").asString("none")).isEmpty();
    }

    @Test
    void only_what_was_asked_for_is_answered() {
        String key = newKey("null");

        assertThat(lookUp("api_key_id=" + key).has("users")).isFalse();
        assertThat(lookUp("user_id=nobody").has("api_keys")).isFalse();
        assertThat(lookUp("user_id=nobody").path("users").isObject()).isTrue();
    }

    @Test
    void strangers_are_left_out() {
        MessageRows strangers = MessageRows.ofStranger(app.jdbi());
        String user = userOf(strangers.tenant().value(), "mallory@example.com");
        UUID key = UUID.randomUUID();
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                INSERT INTO api_key (id, environment_id, hash, prefix, label, permissions, created_at)
                                VALUES (?, ?, sha256('FAKE'), 'hb_live_FAK', 'Theirs', '{read}', now())
                                """,
                                key,
                                strangers.environment().value()));

        JsonNode data = lookUp("user_id=" + user + "&api_key_id=" + new ApiKeyId(key));

        assertThat(data.path("users")).isEmpty();
        assertThat(data.path("api_keys")).isEmpty();
    }

    @Test
    void one_to_a_hundred_ids_are_asked_for() {
        String many =
                IntStream.range(0, 51).mapToObj(Integer::toString).collect(Collectors.joining(","));
        for (String query :
                new String[] {"", "user_id=", "user_id=" + many + "&api_key_id=" + many}) {
            assertThat(client.get("/v1/actors/lookup?" + query).key(KEY).send().code())
                    .isEqualTo("INVALID_REQUEST");
        }
    }
}
