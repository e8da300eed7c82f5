package io.hookbridge.outbound.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

@Tag("database")
class SendLimitsTest {

    private final OutboundTest outbound = new OutboundTest();

    @AfterEach
    void stop() {
        outbound.close();
    }

    private void usedThisMonth(long messages) {
        Patience.untilTheMonthIsSteady();
        outbound.jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO usage_month (tenant_id, month, message_count, overage_count, plan_limit)
                                SELECT id, date_trunc('month', now() AT TIME ZONE 'UTC'), :used, 0, 1000 FROM tenant
                                """)
                        .bind("used", messages)
                        .execute());
    }

    @Test
    void a_plan_with_a_hard_limit_accepts_exactly_its_messages_however_many_come_at_once() {
        outbound.jdbi.useHandle(handle -> handle.execute("DELETE FROM subscription"));
        usedThisMonth(980);
        String endpoint = outbound.endpoint("/quota");
        List<Integer> statuses =
                IntStream.range(0, 60)
                        .parallel()
                        .mapToObj(_ -> outbound.send(endpoint, "{}").status())
                        .toList();
        assertThat(Collections.frequency(statuses, 202)).isEqualTo(20);
        assertThat(Collections.frequency(statuses, 429)).isEqualTo(40);
        Exchange refused = outbound.send(endpoint, "{}");
        assertThat(refused.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(refused.message()).contains("free", "1000");
        assertThat(refused.header("Retry-After")).isPresent();
    }

    @Test
    void what_could_not_be_stored_takes_nothing_from_the_plans_messages() {
        outbound.jdbi.useHandle(handle -> handle.execute("DELETE FROM subscription"));
        usedThisMonth(999);
        String endpoint = outbound.endpoint("/commit");
        outbound.jdbi.useHandle(handle ->
                handle.execute(
                        """
                        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN RAISE 'no commit'; END $$;
                        CREATE CONSTRAINT TRIGGER no_commit AFTER UPDATE ON usage_month
                            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
                        """));
        assertThat(outbound.send(endpoint, "{}").status()).isEqualTo(500);
        outbound.jdbi.useHandle(handle -> handle.execute("DROP TRIGGER no_commit ON usage_month"));

        assertThat(outbound.send(endpoint, "{}").status()).isEqualTo(202);
        assertThat(outbound.send(endpoint, "{}").status()).isEqualTo(429);
    }

    @Test
    void test_messages_stop_at_the_ceiling_of_a_day_while_live_ones_go_on() {
        outbound.jdbi.useHandle(handle ->
                handle.execute(
                        """
                        INSERT INTO usage_test_day (tenant_id, day, message_count)
                        SELECT id, (now() AT TIME ZONE 'UTC')::date + later, 9999
                          FROM tenant CROSS JOIN (VALUES (0), (1)) AS day (later)
                        """));
        String testKey = create(TestApp.KEY, "/v1/api-keys", "{\"mode\":\"test\"}", "key");
        String endpoint =
                create(
                        testKey,
                        "/v1/endpoints",
                        "{\"url\":\"%s\"}".formatted(outbound.receiver.url("/test")),
                        "id");
        String body = "{\"endpoint_id\":\"%s\",\"payload\":{}}".formatted(endpoint);
        create(testKey, "/v1/webhooks/send", body, "message_id");

        Exchange refused =
                outbound.app.client().post("/v1/webhooks/send").key(testKey).json(body).send();

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.message()).contains("10000 test messages");
        assertThat(refused.json().at("/error/details/limit").asString())
                .isEqualTo("test_messages_per_day");
        assertThat(outbound.send(outbound.endpoint("/live"), "{}").status()).isEqualTo(202);
    }

    private String create(String key, String path, String body, String member) {
        Exchange made = outbound.app.client().post(path).key(key).json(body).send();
        assertThat(made.status()).as(made.text()).isBetween(200, 299);
        return made.data().path(member).asString();
    }

    @Test
    void what_was_accepted_is_told_again_when_the_plans_messages_are_used_up() {
        outbound.jdbi.useHandle(handle -> handle.execute("DELETE FROM subscription"));
        usedThisMonth(999);
        String endpoint = outbound.endpoint("/repeated");
        String body = "{\"endpoint_id\":\"%s\",\"idempotency_key\":\"%s\",\"payload\":{\"n\":%d}}";
        Exchange first = outbound.sendBody(body.formatted(endpoint, "order-1", 1));
        assertThat(first.status()).isEqualTo(202);
        assertThat(outbound.send(endpoint, "{}").status()).isEqualTo(429);

        Exchange again = outbound.sendBody(body.formatted(endpoint, "order-1", 1));
        Exchange other = outbound.sendBody(body.formatted(endpoint, "order-1", 2));
        Exchange another = outbound.sendBody(body.formatted(endpoint, "order-2", 1));

        assertThat(again.status()).as(again.text()).isEqualTo(202);
        assertThat(again.data().path("message_id")).isEqualTo(first.data().path("message_id"));
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(another.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
    }

    /** Each begins on the loop that read it, and again on a thread that reads the endpoint. */
    @Test
    void a_send_whose_endpoint_has_to_be_read_first_takes_one_request_of_the_limit() {
        String endpoint = outbound.endpoint("/changing");
        outbound.jdbi.useHandle(
                handle -> handle.execute("UPDATE project SET rate_limit_default = 1"));
        for (int n = 0; n < 100; n++) {
            Exchange changed =
                    outbound.app
                            .client()
                            .request("PATCH", "/v1/endpoints/" + endpoint)
                            .key(TestApp.KEY)
                            .json("{\"description\":\"%d\"}".formatted(n))
                            .send();
            assertThat(changed.status()).as(changed.text()).isEqualTo(200);

            assertThat(outbound.send(endpoint, "{}").status()).as("send %d", n).isEqualTo(202);
        }
    }

    @Test
    void a_project_that_sends_too_much_is_told_when_there_is_room() {
        outbound.jdbi.useHandle(
                handle -> handle.execute("UPDATE project SET rate_limit_default = 1"));
        String endpoint = outbound.endpoint("/limited");
        for (int i = 0; i < 100; i++) {
            assertThat(outbound.send(endpoint, "{}").status()).isEqualTo(202);
        }
        // While those were sent, there was room for one more each second.
        Exchange refused =
                OutboundTest.poll(
                        "the answer to one more",
                        () -> outbound.send(endpoint, "{}"),
                        answer -> answer.status() == 429);
        assertThat(refused.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(refused.header("Retry-After")).isPresent();
    }
}
