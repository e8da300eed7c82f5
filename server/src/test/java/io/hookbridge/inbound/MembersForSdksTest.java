package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/**
 * What the official SDKs cannot do without: they fail on an answer in which one of these members is
 * missing, or is null where they want a value.
 */
@Tag("database")
class MembersForSdksTest {

    private static final String INBOUND = "/v1/inbound-endpoints";
    private static final String PULL = "/v1/pull-endpoints";

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    private static Exchange call(String method, String path, @Nullable String body) {
        var draft = inbound.app.client().request(method, path).key(TestApp.KEY);
        Exchange answer = (body == null ? draft : draft.json(body)).send();
        assertThat(answer.status()).as(path + " " + answer.text()).isBetween(200, 299);
        return answer;
    }

    private static Exchange call(String method, String path) {
        return call(method, path, null);
    }

    private static JsonNode get(String path) {
        return call("GET", path).data();
    }

    private static void has(JsonNode object, String... members) {
        for (String member : members) {
            assertThat(object.hasNonNull(member)).as("%s in %s", member, object).isTrue();
        }
    }

    /** One page that is the last. */
    private static JsonNode first(String path, boolean derivesMore) {
        Exchange answer = call("GET", path);
        JsonNode meta = answer.json().path("meta");
        if (derivesMore) {
            assertThat(meta.path("next_cursor").isNull()).isTrue();
        }
        assertThat(meta.path("has_more").isBoolean()).isTrue();
        return answer.data().path(0);
    }

    @Test
    void inbound_endpoints() {
        JsonNode made =
                call("POST", INBOUND, "{\"mode\":\"cli\",\"name\":\"CLI Endpoint\"}").data();
        has(
                made,
                "id",
                "name",
                "url",
                "mode",
                "active",
                "ingest_url",
                "secret_token",
                "created_at");
        String one = INBOUND + "/" + made.path("id").asString();

        has(
                first(INBOUND, true),
                "id",
                "name",
                "url",
                "mode",
                "active",
                "paused",
                "ingest_url",
                "created_at");
        has(
                get(one),
                "id",
                "name",
                "url",
                "active",
                "paused",
                "verify_static_token",
                "verify_hmac",
                "verify_ip_allowlist",
                "ingest_response_code",
                "idempotency_header_names",
                "signing_enabled",
                "ephemeral",
                "created_at",
                "updated_at");
        assertThat(call("PATCH", one, "{\"name\":\"n\"}").data().path("updated").asBoolean())
                .isTrue();
        has(call("POST", one + "/pause").data(), "id", "paused");
        has(call("POST", one + "/resume").data(), "id", "paused");
        has(call("DELETE", one).data(), "id", "deleted");
    }

    @Test
    void signing_keys() {
        InboundTest.Source source = inbound.source("/hook", Map.of("signing_enabled", true));
        has(source.made(), "signing_key_id", "signing_secret", "key_hint");
        String keys = INBOUND + "/" + source.id() + "/signing-keys";

        JsonNode key = call("POST", keys).data();

        has(key, "id", "signing_secret", "key_hint", "created_at");
        has(get(keys).path(0), "id", "key_hint", "created_at");
        assertThat(call("DELETE", keys + "/" + key.path("id").asString()).status()).isEqualTo(204);
    }

    @Test
    void inbound_messages_logs_and_metrics() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        inbound.application.answer(400);
        String id = InboundTest.accepted(inbound.to(source).json("{}").send());
        var _ = inbound.message(id, "failed_permanent");
        inbound.application.answer(200);
        String messages = "/v1/inbound-messages";

        has(
                get(messages + "/" + id),
                "id",
                "project_id",
                "inbound_endpoint_id",
                "status",
                "attempt_count",
                "replay_count",
                "received_at",
                "updated_at");
        has(
                get(messages + "/" + id + "/attempts").path(0),
                "id",
                "attempt_no",
                "created_at",
                "response_status");
        Exchange replay = call("POST", messages + "/" + id + "/replay");
        has(replay.data(), "message_id", "status", "replayed", "failed", "stuck", "results");
        has(replay.json(), "message");
        has(
                call("POST", messages + "/replay-all?status=failed_permanent").data(),
                "replayed",
                "failed",
                "stuck");
        has(
                call("POST", messages + "/replay-batch", "{\"message_ids\":[\"" + id + "\"]}")
                        .data(),
                "replayed",
                "failed",
                "stuck");
        has(
                first("/v1/inbound-logs?inbound_endpoint_id=" + source.id(), false),
                "message_id",
                "inbound_endpoint_id",
                "endpoint",
                "status",
                "attempt_count",
                "received_at");
        has(
                get("/v1/inbound-metrics"),
                "window",
                "total_messages",
                "succeeded",
                "failed",
                "retries",
                "success_rate",
                "avg_latency_ms",
                "avg_delivery_time_ms");
        JsonNode series = get("/v1/inbound-metrics/timeseries");
        has(series, "window", "buckets");
        has(series.path("buckets").path(0), "timestamp", "succeeded", "failed");
        var _ = inbound.message(id, "succeeded");
        has(call("DELETE", messages + "/" + id).data(), "message_id", "deleted_at");
        has(
                call("POST", messages + "/delete-batch", "{\"message_ids\":[\"" + id + "\"]}")
                        .data(),
                "results");
        has(
                call(
                                "POST",
                                messages
                                        + "/delete-all?status=succeeded&inbound_endpoint_id="
                                        + source.id())
                        .data(),
                "deleted",
                "deleted_message_ids");
    }

    @Test
    void what_listeners_wait_for_has_an_endpoint_in_the_log_as_well() {
        InboundTest.Source source = inbound.source(Map.of("mode", "cli"));
        InboundTest.accepted(inbound.to(source).json("{}").send());

        JsonNode entry = first("/v1/inbound-logs?inbound_endpoint_id=" + source.id(), false);

        has(entry, "message_id", "endpoint");
    }

    @Test
    void rejections() {
        InboundTest.Source source = inbound.source(Map.of("mode", "cli"));
        call("POST", INBOUND + "/" + source.id() + "/pause");
        assertThat(inbound.to(source).json("{}").send().status()).isEqualTo(503);
        assertThat(inbound.rejections(source)).isNotEmpty();

        has(
                first("/v1/inbound-rejections?inbound_endpoint_id=" + source.id(), false),
                "id",
                "reason_code",
                "received_at",
                "inbound_endpoint_id",
                "source_ip",
                "headers_redacted");
    }

    @Test
    void pull_endpoints() {
        JsonNode made = call("POST", PULL, "{\"name\":\"Stripe Pull\"}").data();
        String[] required = {"id", "mode", "ingest_url", "active", "paused", "created_at"};
        has(made, required);
        has(made, "updated_at", "secret_token");
        String one = PULL + "/" + made.path("id").asString();

        has(first(PULL, true), "id", "active", "paused", "ingest_url", "created_at");
        has(get(one), required);
        has(get(one), "updated_at", "counts");
        JsonNode changed = call("PATCH", one, "{\"description\":\"d\"}").data();
        has(changed, required);
        has(changed, "updated_at");
        has(call("POST", one + "/pause").data(), "id", "paused");
        has(call("POST", one + "/resume").data(), "id", "paused");
        has(call("DELETE", one).data(), "id", "deleted");
    }

    @Test
    void pull_events_logs_and_metrics() {
        InboundTest.Source source = inbound.source(Map.of("mode", "pull"));
        String events = PULL + "/" + source.id() + "/events";
        List<String> ids =
                List.of(
                        InboundTest.accepted(inbound.to(source).json("{}").send()),
                        InboundTest.accepted(inbound.to(source).json("{}").send()),
                        InboundTest.accepted(inbound.to(source).json("{}").send()));

        Exchange listed = call("GET", events);
        has(listed.data().path(0), "id", "status", "size_bytes", "received_at", "timing");
        assertThat(listed.json().at("/meta/next_cursor").asString("none")).isEmpty();
        assertThat(listed.json().at("/meta/has_more").isBoolean()).isTrue();
        has(
                get(events + "/" + ids.getFirst()),
                "id",
                "status",
                "content_type",
                "payload",
                "headers",
                "size_bytes",
                "received_at",
                "timing");
        has(
                call("POST", events + "/ack", "{\"event_ids\":[\"" + ids.getFirst() + "\"]}")
                        .data(),
                "acknowledged");
        has(
                first("/v1/pull-logs?pull_endpoint_id=" + source.id(), false),
                "event_id",
                "pull_endpoint_id",
                "status",
                "size_bytes",
                "received_at");
        has(get("/v1/pull-metrics"), "window", "total_messages", "succeeded", "success_rate");
        JsonNode series = get("/v1/pull-metrics/timeseries");
        has(series, "window", "buckets");
        has(series.path("buckets").path(0), "timestamp", "succeeded", "stored", "fetched", "total");
        has(
                call("DELETE", events + "/" + ids.getFirst()).data(),
                "event_id",
                "deleted_at",
                "already_deleted");
        JsonNode batch =
                call("POST", events + "/delete-batch", "{\"message_ids\":[\"" + ids.get(1) + "\"]}")
                        .data();
        has(batch, "results", "deleted_count", "already_deleted_count", "not_found_count");
        has(batch.path("results").path(0), "event_id", "outcome", "deleted_at");
        has(
                call("POST", events + "/delete-all?status=stored").data(),
                "deleted",
                "deleted_event_ids");
    }

    /** The SDKs tell them apart by status and code. */
    @ParameterizedTest
    @CsvSource({
        "GET, /v1/inbound-endpoints/01935abc-def0-7123-9abc-def012345678, 404, NOT_FOUND",
        "DELETE, /v1/inbound-endpoints/01935abc-def0-7123-9abc-def012345678, 404, NOT_FOUND",
        "POST, /v1/inbound-endpoints/01935abc-def0-7123-9abc-def012345678/pause, 404, NOT_FOUND",
        "GET, /v1/inbound-messages/01935abc-def0-7123-9abc-def012345678, 404, NOT_FOUND",
        "POST, /v1/inbound-messages/01935abc-def0-7123-9abc-def012345678/replay, 404, NOT_FOUND",
        "POST, /v1/inbound-messages/replay-all, 400, INVALID_REQUEST",
        "GET, /v1/inbound-logs?status=lost, 400, INVALID_REQUEST",
        "GET, /v1/inbound-metrics?window=2h, 400, INVALID_REQUEST",
        "GET, /v1/inbound-rejections?limit=501, 400, INVALID_REQUEST",
        "GET, /v1/pull-endpoints/01935abc-def0-7123-9abc-def012345678, 404, NOT_FOUND",
        "GET, /v1/pull-endpoints/01935abc-def0-7123-9abc-def012345678/events, 404, NOT_FOUND",
        "GET, /v1/pull-logs?status=lost, 400, INVALID_REQUEST",
        "GET, /v1/pull-metrics?window=2h, 400, INVALID_REQUEST"
    })
    void what_is_refused(String method, String path, int status, String code) {
        Exchange refused = inbound.app.client().request(method, path).key(TestApp.KEY).send();

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(inbound.app.client().request(method, path).send().status()).isEqualTo(401);
    }

    @Test
    void a_message_that_is_not_there_has_no_attempts() {
        assertThat(get("/v1/inbound-messages/01935abc-def0-7123-9abc-def012345678/attempts"))
                .isEmpty();
    }
}
