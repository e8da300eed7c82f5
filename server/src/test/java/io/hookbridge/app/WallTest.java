package io.hookbridge.app;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.UUID;

/**
 * What a test key does in a project that is in use: nothing of live is seen, changed or counted.
 */
@Tag("database")
class WallTest {

    private static TestApp app;
    private static CheckedHttpClient client;
    private static String testKey;
    private static String endpoint;
    private static String message;

    @BeforeAll
    static void start() {
        app = TestApp.start();
        client = app.client();
        testKey =
                done(client.post("/v1/api-keys").key(KEY).json("{\"mode\":\"test\"}").send())
                        .path("key")
                        .asString();
        endpoint = newEndpoint(KEY);
        message = newMessage(KEY, endpoint);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static JsonNode done(Exchange exchange) {
        assertThat(exchange.status()).as(exchange.text()).isBetween(200, 299);
        return exchange.data();
    }

    private static JsonNode get(String key, String path) {
        return done(client.get(path).key(key).send());
    }

    private static String newEndpoint(String key) {
        return done(client.post("/v1/endpoints")
                        .key(key)
                        // Nothing listens on the discard port.
                        .json("{\"url\":\"http://127.0.0.1:9/%s\"}".formatted(UUID.randomUUID()))
                        .send())
                .path("id")
                .asString();
    }

    private static String newMessage(String key, String endpoint) {
        return done(client.post("/v1/webhooks/send")
                        .key(key)
                        .json(
                                "{\"endpoint_id\":\"%s\",\"payload\":{},\"idempotency_key\":\"order-1\"}"
                                        .formatted(endpoint))
                        .send())
                .path("message_id")
                .asString();
    }

    private static long used(String key) {
        return get(key, "/v1/billing/subscription").at("/usage/messages_used").asLong();
    }

    @Test
    void what_is_live_cannot_be_read_redirected_sent_to_or_deleted() {
        for (Exchange refused :
                List.of(
                        client.get("/v1/endpoints/" + endpoint).key(testKey).send(),
                        client.get("/v1/messages/" + message).key(testKey).send(),
                        client.get("/v1/messages/" + message + "/payload").key(testKey).send(),
                        client.request("PATCH", "/v1/endpoints/" + endpoint)
                                .key(testKey)
                                .json("{\"url\":\"https://elsewhere.example/\"}")
                                .send(),
                        client.delete("/v1/endpoints/" + endpoint).key(testKey).send(),
                        client.delete("/v1/messages/" + message).key(testKey).send())) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(404);
        }
        Exchange sent =
                client.post("/v1/webhooks/send")
                        .key(testKey)
                        .json("{\"endpoint_id\":\"%s\",\"payload\":{}}".formatted(endpoint))
                        .send();
        assertThat(sent.code()).isEqualTo("ENDPOINT_NOT_FOUND");
        assertThat(get(KEY, "/v1/endpoints/" + endpoint).path("url").asString())
                .startsWith("http://127.0.0.1:9/");
    }

    @Test
    void what_test_uses_up_of_a_billing_operation_is_there_in_live() {
        int calls = 0;
        while (client.get("/v1/billing/invoices").key(testKey).send().status() != 429) {
            assertThat(++calls).isLessThan(1_000);
        }

        assertThat(client.get("/v1/billing/invoices").key(KEY).send().status()).isEqualTo(200);
    }

    @Test
    void keys_of_test_take_no_room_from_keys_of_live() {
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                INSERT INTO api_key (id, environment_id, hash, prefix, label, permissions, created_at)
                                SELECT gen_random_uuid(), v.id, sha256(convert_to('filler ' || n, 'UTF8')), 'hb_test_FAK', 'filler',
                                       ARRAY['read'], now()
                                  FROM environment v, generate_series(1, 1000) AS n
                                 WHERE v.mode = 'test' AND v.project_id = (SELECT id FROM project ORDER BY created_at LIMIT 1)
                                """));
        try {
            Exchange refused = client.post("/v1/api-keys").key(testKey).json("{}").send();
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.message()).contains("at most 1000 API keys of each mode");

            done(client.post("/v1/api-keys").key(KEY).json("{}").send());
        } finally {
            app.jdbi()
                    .useHandle(
                            handle -> handle.execute("DELETE FROM api_key WHERE label = 'filler'"));
        }
    }

    @Test
    void lists_logs_counts_and_audit_of_either_side_hold_nothing_of_the_other() {
        String testEndpoint = newEndpoint(testKey);
        String testMessage = newMessage(testKey, testEndpoint);

        for (String path : List.of("/v1/endpoints", "/v1/logs")) {
            assertThat(get(testKey, path).toString()).doesNotContain(endpoint, message);
            assertThat(get(KEY, path).toString()).doesNotContain(testEndpoint, testMessage);
        }
        assertThat(get(testKey, "/v1/logs").toString()).contains(testMessage);
        JsonNode events = get(testKey, "/v1/audit-events?limit=100");
        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.path("environment").asString()).isEqualTo("test"));
        assertThat(events.toString()).contains(testEndpoint).doesNotContain(endpoint);
        // Who may manage in live sees all of the tenant, and which side it was.
        assertThat(get(KEY, "/v1/audit-events?target=" + testEndpoint).at("/0/environment"))
                .isEqualTo(events.at("/0/environment"));
        assertThat(get(KEY, "/v1/audit-events?target=" + endpoint).at("/0/environment").asString())
                .isEqualTo("live");
    }

    @Test
    void test_messages_count_for_themselves() {
        long live = used(KEY);
        long test = used(testKey);

        newMessage(testKey, newEndpoint(testKey));

        assertThat(used(KEY)).isEqualTo(live);
        assertThat(used(testKey)).isEqualTo(test + 1);
        assertThat(get(KEY, "/v1/billing/usage-history").at("/0/message_count").asLong())
                .isEqualTo(live);
        JsonNode month = get(testKey, "/v1/billing/usage-history").path(0);
        assertThat(month.path("message_count").asLong()).isEqualTo(test + 1);
        assertThat(month.path("plan_limit").isNull()).as("they count towards no plan").isTrue();
    }

    @Test
    void an_idempotency_key_of_one_side_is_free_on_the_other() {
        assertThat(newMessage(testKey, newEndpoint(testKey))).isNotEqualTo(message);
    }

    @Test
    void projects_are_seen_and_left_alone() {
        JsonNode project = get(testKey, "/v1/projects").path(0);
        String path = "/v1/projects/" + project.path("id").asString();

        for (Exchange refused :
                List.of(
                        client.post("/v1/projects").key(testKey).json("{\"name\":\"N\"}").send(),
                        client.request("PUT", path).key(testKey).json("{\"name\":\"N\"}").send(),
                        client.delete(path).key(testKey).send())) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(403);
            assertThat(refused.text()).contains("use a live API key");
        }
        assertThat(get(testKey, path)).isEqualTo(project);
    }

    @Test
    void a_test_key_does_not_get_into_another_project() {
        String other =
                done(client.post("/v1/projects").key(KEY).json("{\"name\":\"Other\"}").send())
                        .path("id")
                        .asString();
        String body = "{\"mode\":\"test\",\"project_id\":\"%s\"}".formatted(other);

        Exchange made = client.post("/v1/api-keys").key(testKey).json(body).send();
        assertThat(made.status()).as(made.text()).isEqualTo(404);
        assertThat(client.get("/v1/projects/" + other).key(testKey).send().status()).isEqualTo(404);
        assertThat(get(testKey, "/v1/projects")).hasSize(1);
        String own = get(testKey, "/v1/projects").at("/0/id").asString();
        assertThat(own).isNotEqualTo(other);
        done(
                client.post("/v1/api-keys")
                        .key(testKey)
                        .json("{\"project_id\":\"%s\"}".formatted(own))
                        .send());

        // A live key opens the way there.
        String otherKey =
                done(client.post("/v1/api-keys").key(KEY).json(body).send()).path("key").asString();
        assertThat(get(otherKey, "/v1/projects").at("/0/id").asString()).isEqualTo(other);
    }

    @Test
    void the_plan_of_test_is_not_the_plan_of_live() {
        app.jdbi()
                .useHandle(handle ->
                        handle.execute("DELETE FROM subscription WHERE book = 'builtin_test'"));
        String live = get(KEY, "/v1/billing/subscription").path("plan").asString();
        Exchange checkout =
                client.post("/v1/billing/checkout")
                        .key(testKey)
                        .json("{\"plan\":\"starter\",\"interval\":\"monthly\"}")
                        .send();

        assertThat(checkout.status()).as(checkout.text()).isLessThan(300);
        assertThat(get(KEY, "/v1/billing/subscription").path("plan").asString()).isEqualTo(live);
        // What is remembered of a subscription is looked at each second.
        Patience.until(
                "the subscription of test is gone for the portal as well",
                () ->
                        client.post("/v1/billing/portal")
                                .key(testKey)
                                .json("{}")
                                .send()
                                .code()
                                .equals("NO_SUBSCRIPTION"));
    }
}
