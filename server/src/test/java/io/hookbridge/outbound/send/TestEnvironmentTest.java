package io.hookbridge.outbound.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.http.Exchange;
import io.hookbridge.insight.metric.Figures;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.UUID;

/** The live and the test environment of one project beside each other. */
@Tag("database")
class TestEnvironmentTest {

    private static final OutboundTest outbound = new OutboundTest();
    private static String testKey = "";

    @BeforeAll
    static void makeTestKey() {
        Exchange made = post("/v1/api-keys", TestApp.KEY, Map.of("mode", "test"));
        testKey = made.data().path("key").asString();
    }

    @AfterAll
    static void stop() {
        outbound.close();
    }

    private static Exchange post(String path, String key, Map<String, Object> body) {
        return outbound.app.client().post(path).key(key).json(body).send();
    }

    private static String endpoint(String path, String key) {
        Exchange made = post("/v1/endpoints", key, Map.of("url", outbound.receiver.url(path)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.data().path("id").asString();
    }

    private static Exchange send(String endpoint, String key, String idempotencyKey) {
        return post(
                "/v1/webhooks/send",
                key,
                Map.of(
                        "endpoint_id", endpoint,
                        "idempotency_key", idempotencyKey,
                        "payload", Map.of()));
    }

    private static long usage() {
        return outbound.jdbi.withHandle(handle ->
                handle.createQuery("SELECT coalesce(sum(message_count), 0) FROM usage_month")
                        .mapTo(Long.class)
                        .one());
    }

    private static Figures ledger(String mode) {
        UUID environment =
                outbound.jdbi.withHandle(handle ->
                        handle.createQuery("SELECT id FROM environment WHERE mode = :mode")
                                .bind("mode", mode)
                                .mapTo(UUID.class)
                                .one());
        return new Ledger(outbound.jdbi).read(new EnvironmentId(environment));
    }

    @Test
    void messages_with_a_test_key_are_delivered_and_change_no_usage() {
        String endpoint = endpoint("/tested", testKey);
        long before = usage();

        Exchange sent = send(endpoint, testKey, "tested");

        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        outbound.message(sent.data().path("message_id").asString(), "succeeded");
        assertThat(usage()).isEqualTo(before);
    }

    @Test
    void one_url_and_one_idempotency_key_stand_in_both_environments() {
        String live = endpoint("/both", TestApp.KEY);
        String test = endpoint("/both", testKey);
        Figures liveBefore = ledger("live");
        Figures testBefore = ledger("test");
        long before = usage();

        Exchange first = send(live, TestApp.KEY, "order-1");
        Exchange second = send(test, testKey, "order-1");

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.data().path("message_id")).isNotEqualTo(first.data().path("message_id"));
        assertThat(send(live, testKey, "order-2").code()).isEqualTo("ENDPOINT_NOT_FOUND");
        assertThat(send(test, TestApp.KEY, "order-2").code()).isEqualTo("ENDPOINT_NOT_FOUND");
        assertThat(usage()).isEqualTo(before + 1);
        for (Exchange sent : new Exchange[] {first, second}) {
            outbound.message(sent.data().path("message_id").asString(), "succeeded");
        }
        assertThat(ledger("live").accepted()).isEqualTo(liveBefore.accepted() + 1);
        assertThat(ledger("test").accepted()).isEqualTo(testBefore.accepted() + 1);
        assertThat(ledger("live").difference()).isZero();
        assertThat(ledger("test").difference()).isZero();
    }
}
