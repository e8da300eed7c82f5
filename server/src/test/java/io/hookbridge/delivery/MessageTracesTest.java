package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toMap;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Json;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

@Tag("database")
class MessageTracesTest {

    private static final String SENDERS_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SENDERS_SPAN = "00f067aa0ba902b7";

    private static final Receiver collector = Receiver.start();
    private static final OutboundTest outbound =
            new OutboundTest(
                    Map.of(
                            "HOOKBRIDGE_TRACE_URL",
                            collector.url(""),
                            "HOOKBRIDGE_RETRY_DELAYS",
                            "1s,30m"));

    @AfterAll
    static void stop() {
        outbound.close();
        collector.close();
    }

    @BeforeEach
    void forget() {
        outbound.receiver.forget();
        collector.forget();
    }

    @Test
    void all_attempts_at_a_message_are_in_one_trace_that_has_its_id() {
        outbound.receiver.answer(503);
        String message = outbound.sent(outbound.endpoint("/traced"), "{}");
        Receiver.Delivered first = outbound.receiver.next();
        outbound.receiver.answer(200);
        Receiver.Delivered second = outbound.receiver.next();

        String trace = message.replace("-", "");
        Map<String, JsonNode> attempts = spans(trace, 2, "attempt", MessageTracesTest::number);
        JsonNode accept = only(trace, "accept");
        assertThat(accept.has("parentSpanId")).isFalse();
        assertThat(attempts.values())
                .allSatisfy(attempt -> assertThat(parent(attempt)).isEqualTo(id(accept)));
        assertThat(parent(only(trace, "store"))).isEqualTo(id(accept));

        JsonNode failed = Objects.requireNonNull(attempts.get("1"));
        assertThat(first.header("traceparent"))
                .isEqualTo("00-%s-%s-01".formatted(trace, id(failed)));
        assertThat(failed.at("/status/message").asString()).isEqualTo("HTTP 503");
        assertThat(attribute(failed, "http.response.status_code")).isEqualTo("503");
        assertThat(attribute(failed, "webhook.decision")).isEqualTo("pending_retry");
        JsonNode succeeded = Objects.requireNonNull(attempts.get("2"));
        assertThat(second.header("traceparent"))
                .isEqualTo("00-%s-%s-01".formatted(trace, id(succeeded)));
        assertThat(succeeded.has("status")).isFalse();
        assertThat(spans(trace, 2, "first byte", MessageTracesTest::parent))
                .containsOnlyKeys(id(failed), id(succeeded));
    }

    @Test
    void the_trace_of_the_sender_goes_on_to_the_receiver() {
        String endpoint = outbound.endpoint("/continued");
        Exchange sent = send(endpoint, "01");
        assertThat(sent.status()).isEqualTo(202);

        assertThat(outbound.receiver.next().header("traceparent"))
                .startsWith("00-" + SENDERS_TRACE + "-")
                .doesNotContain(SENDERS_SPAN)
                .endsWith("-01");
        assertThat(parent(only(SENDERS_TRACE, "accept"))).isEqualTo(SENDERS_SPAN);
        assertThat(attribute(only(SENDERS_TRACE, "attempt"), "messaging.message.id"))
                .isEqualTo(sent.data().path("message_id").asString());
    }

    @Test
    void what_the_sender_does_not_collect_is_not_told() {
        String endpoint = outbound.endpoint("/quiet");
        assertThat(send(endpoint, "00").status()).isEqualTo(202);
        assertThat(outbound.receiver.next().header("traceparent"))
                .startsWith("00-" + SENDERS_TRACE + "-")
                .endsWith("-00");

        // What came later is told in the same way or after it.
        only(outbound.sent(endpoint, "{}").replace("-", ""), "attempt");
        assertThat(spans()).noneMatch(span -> trace(span).equals(SENDERS_TRACE));
    }

    private static Exchange send(String endpoint, String flags) {
        return outbound.app
                .client()
                .post("/v1/webhooks/send")
                .key(TestApp.KEY)
                .header("traceparent", "00-" + SENDERS_TRACE + "-" + SENDERS_SPAN + "-" + flags)
                .json("{\"endpoint_id\":\"" + endpoint + "\",\"payload\":{}}")
                .send();
    }

    private static JsonNode only(String trace, String name) {
        return spans(trace, 1, name, MessageTracesTest::id).values().iterator().next();
    }

    /** The spans of a trace with this name, as soon as there are so many. */
    private static Map<String, JsonNode> spans(
            String trace, int count, String name, Function<JsonNode, String> key) {
        return OutboundTest.poll(
                        count + " spans " + name,
                        () ->
                                spans().stream()
                                        .filter(span -> trace(span).equals(trace))
                                        .filter(span -> span.path("name").asString().equals(name))
                                        .toList(),
                        found -> found.size() == count)
                .stream()
                .collect(toMap(key, span -> span));
    }

    /** All that the collector was told. */
    private static List<JsonNode> spans() {
        return collector.all().stream()
                .peek(request -> assertThat(request.path()).isEqualTo("/v1/traces"))
                .flatMap(request ->
                        Json.MAPPER
                                .readTree(request.body())
                                .at("/resourceSpans/0/scopeSpans/0/spans")
                                .valueStream())
                .toList();
    }

    private static String trace(JsonNode span) {
        return span.path("traceId").asString();
    }

    private static String id(JsonNode span) {
        return span.path("spanId").asString();
    }

    private static String parent(JsonNode span) {
        return span.path("parentSpanId").asString();
    }

    private static String number(JsonNode span) {
        return attribute(span, "webhook.attempt");
    }

    private static String attribute(JsonNode span, String key) {
        return span.path("attributes")
                .valueStream()
                .filter(attribute -> attribute.path("key").asString().equals(key))
                .map(attribute -> attribute.path("value"))
                .map(value ->
                        value.path("stringValue").asString(value.path("intValue").asString("")))
                .findFirst()
                .orElse("");
    }
}
