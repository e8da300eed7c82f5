package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Json;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.Receiver.Delivered;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was received goes on to the application, cases F1 to F6 among them. */
@Tag("database")
class ForwardingTest {

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    @BeforeEach
    void nothing_has_come() {
        inbound.application.forget();
    }

    @Test
    void a_body_of_any_kind_is_forwarded_byte_for_byte_with_its_headers() {
        InboundTest.Source source = inbound.source("/hook", Map.of());

        String id =
                InboundTest.accepted(
                        inbound.to(source)
                                .header("Content-Type", "text/x-odd")
                                .header("X-Event", "push")
                                .header("User-Agent", "Provider-Hookshot/1")
                                .raw(" {\"a\" : 1.0}\r\n")
                                .send());

        Delivered forwarded = inbound.forwarded(id);
        assertThat(forwarded.path()).isEqualTo("/hook");
        assertThat(forwarded.body()).isEqualTo(" {\"a\" : 1.0}\r\n");
        assertThat(forwarded.header("Content-Type")).isEqualTo("text/x-odd");
        assertThat(forwarded.header("X-Event")).isEqualTo("push");
        assertThat(forwarded.header("User-Agent")).isEqualTo("Provider-Hookshot/1");
        assertThat(forwarded.header("X-Webhook-Id")).isEqualTo(id);
        assertThat(forwarded.header("X-Webhook-Verified")).isEqualTo("false");
        assertThat(forwarded.header("X-Webhook-Hops")).isEqualTo("1");
        assertThat(forwarded.header("X-Webhook-Original-Url"))
                .endsWith("/v1/webhooks/receive/" + source.id() + "/***");
        JsonNode message = inbound.message(id, "succeeded");
        assertThat(message.path("inbound_endpoint_id").asString()).isEqualTo(source.id());
        assertThat(message.path("content_type").asString()).isEqualTo("text/x-odd");
        assertThat(message.path("attempt_count").intValue()).isEqualTo(1);
    }

    @Test
    void what_speaks_of_the_first_connection_stays_behind() {
        InboundTest.Source source = inbound.source("/hook", Map.of());

        String id =
                InboundTest.accepted(
                        inbound.to(source)
                                .header("Cookie", "a=b")
                                .header("Via", "1.1 somewhere")
                                .header("X-Forwarded-Host", "recv.test")
                                .header("Forwarded", "for=203.0.113.7")
                                .header("X_Forwarded_For", "203.0.113.7")
                                .header("Proxy_Authorization", "Basic Zm9v")
                                .header("X-Forwarded_Proto", "https")
                                .header("Accept-Encoding", "br")
                                .header("If-None-Match", "\"1\"")
                                .json("{}")
                                .send());

        Delivered forwarded = inbound.forwarded(id);
        for (String name :
                List.of(
                        "Cookie",
                        "Via",
                        "X-Forwarded-Host",
                        "Forwarded",
                        "X_Forwarded_For",
                        "Proxy_Authorization",
                        "X-Forwarded_Proto")) {
            assertThat(forwarded.header(name)).as(name).isEmpty();
        }
        assertThat(forwarded.header("Accept-Encoding")).isEqualTo("identity");
        assertThat(forwarded.header("Host")).startsWith("127.0.0.1:");
        assertThat(forwarded.header("If-None-Match")).isEqualTo("\"1\"");
    }

    @Test
    void nobody_else_speaks_in_this_servers_name_however_it_is_spelled() {
        InboundTest.Source source = inbound.source("/hook", Map.of());

        String id =
                InboundTest.accepted(
                        inbound.to(source)
                                .header("X_Webhook_Verified", "true")
                                .header("x-webhook-verified", "true")
                                .header("X-Webhook_Signature", "sha256=00")
                                .header("X-Webhook-Received-At", "2000-01-01T00:00:00Z")
                                .json("{}")
                                .send());

        Delivered forwarded = inbound.forwarded(id);
        assertThat(forwarded.headers().keySet().stream().map(name -> name.replace('_', '-')))
                .filteredOn(name -> name.equalsIgnoreCase("X-Webhook-Verified"))
                .hasSize(1);
        assertThat(forwarded.header("X-Webhook-Verified")).isEqualTo("false");
        assertThat(forwarded.header("X-Webhook_Signature")).isEmpty();
        assertThat(forwarded.headers().get("X-webhook-received-at")).hasSize(1);
    }

    @Test
    void the_token_of_the_sender_goes_no_further_and_is_nowhere_to_be_read() {
        String token = "FAKEtokenOfTheShop0123456789";
        InboundTest.Source source =
                inbound.source(
                        "/hook",
                        Map.of(
                                "verify_static_token",
                                true,
                                "token_header_name",
                                "X-Tok",
                                "token_query_param",
                                "tok",
                                "token_value",
                                token));

        String byHeader =
                InboundTest.accepted(inbound.to(source).header("X-Tok", token).json("{}").send());
        Delivered first = inbound.forwarded(byHeader);
        String byQuery =
                InboundTest.accepted(
                        inbound.app
                                .client()
                                .post(source.path() + "?hub=1&tok=" + token + "&b=%2F+x&b=")
                                .json("{}")
                                .send());
        Delivered second = inbound.forwarded(byQuery);

        assertThat(first.header("X-Tok")).isEqualTo("***");
        assertThat(first.header("X-Webhook-Verified")).isEqualTo("true");
        assertThat(second.header("X-Webhook-Original-Url")).endsWith("/***?hub=1&b=%2F+x&b=");
        for (Delivered delivered : List.of(first, second)) {
            assertThat(delivered.toString())
                    .doesNotContain(token, source.made().path("secret_token").asString());
        }
        for (String id : List.of(byHeader, byQuery)) {
            var _ = inbound.message(id, "succeeded");
            assertThat(inbound.get("/v1/inbound-messages/" + id + "/attempts").text())
                    .doesNotContain(token);
        }
    }

    @Test
    void a_query_of_any_length_and_with_any_character_is_forwarded() throws IOException {
        InboundTest.Source source = inbound.source("/hook?own=1", Map.of());
        String longest = "a=" + "b".repeat(3000);

        for (String query : List.of(longest, "a\\b=\\\\evil.example/\\@x", "q=\u00e9'\"<>")) {
            Delivered forwarded = inbound.forwarded(accepted(source, query));

            assertThat(forwarded.path()).isEqualTo("/hook");
            assertThat(forwarded.query()).startsWith("own=1&");
            assertThat(
                            URLDecoder.decode(
                                    forwarded.query().substring("own=1&".length()),
                                    StandardCharsets.ISO_8859_1))
                    .isEqualTo(query);
        }
    }

    /** The id of a message whose query came as it is, which no client of the JDK sends so. */
    private static String accepted(InboundTest.Source source, String query) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), inbound.app.port())) {
            String request =
                    "POST "
                            + source.path()
                            + "?"
                            + query
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 202 ");
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            return Json.MAPPER
                    .readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1))
                    .path("data")
                    .path("message_id")
                    .stringValue();
        }
    }

    @Test
    void a_signature_is_made_with_the_keys_of_the_endpoint() {
        InboundTest.Source source = inbound.source("/hook", Map.of("signing_enabled", true));
        assertThat(source.made().path("signing_secret").asString()).startsWith("whsec_");

        String id = InboundTest.accepted(inbound.to(source).json("{\"a\":1}").send());

        assertThat(inbound.forwarded(id).header("X-Webhook-Signature"))
                .matches("sha256=[0-9a-f]{64}");
    }

    @Test
    void what_goes_in_a_circle_ends_after_some_rounds() {
        InboundTest.Source source = inbound.source("/hook", Map.of());

        Exchange refused = inbound.to(source).header("X-Webhook-Hops", "5").json("{}").send();

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("LOOP_DETECTED");
        JsonNode rejection = inbound.rejections(source).path(0);
        assertThat(rejection.path("reason_code").asString()).isEqualTo("loop_detected");
        assertThat(rejection.path("reason_detail").asString()).contains("loop");
        String id =
                InboundTest.accepted(
                        inbound.to(source).header("X-Webhook-Hops", "4").json("{}").send());
        assertThat(inbound.forwarded(id).header("X-Webhook-Hops")).isEqualTo("5");
    }

    @Test
    void an_endpoint_that_forwards_to_this_server_itself_is_not_made() {
        InboundTest.Source source = inbound.source("/hook", Map.of());

        Exchange refused =
                inbound.create(Map.of("url", source.made().path("ingest_url").asString()));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_ENDPOINT");
    }

    @Test
    void what_cannot_be_forwarded_is_tried_again_and_can_be_replayed() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        inbound.application.answer(400);
        String id = InboundTest.accepted(inbound.to(source).json("{\"n\":1}").send());
        assertThat(inbound.message(id, "failed_permanent").path("last_error").asString())
                .isEqualTo("HTTP 400");
        inbound.application.answer(200);

        Exchange replayed = inbound.call("POST", "/v1/inbound-messages/" + id + "/replay");

        assertThat(replayed.data().path("message_id").asString()).isEqualTo(id);
        assertThat(replayed.data().path("replayed").intValue()).isEqualTo(1);
        JsonNode message = inbound.message(id, "succeeded");
        assertThat(message.path("replay_count").intValue()).isEqualTo(1);
        assertThat(message.path("attempt_count").intValue()).isEqualTo(2);
    }

    @Test
    void a_receiver_that_is_gone_does_not_close_the_gate() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        inbound.application.answer(410);

        String first = InboundTest.accepted(inbound.to(source).json("{}").send());
        var _ = inbound.message(first, "failed_permanent");
        String second = InboundTest.accepted(inbound.to(source).json("{}").send());

        var _ = inbound.message(second, "failed_permanent");
    }

    @Test
    void a_message_that_was_received_is_none_that_was_sent() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        String id = InboundTest.accepted(inbound.to(source).json("{}").send());
        var _ = inbound.message(id, "succeeded");

        assertThat(inbound.get("/v1/messages/" + id).status()).isEqualTo(404);
        assertThat(inbound.get("/v1/logs").text()).doesNotContain(id);
        assertThat(inbound.get("/v1/inbound-logs").text()).contains(id);
        assertThat(inbound.get("/v1/inbound-messages").text()).contains(id);
        assertThat(
                        inbound.get("/v1/inbound-metrics?inbound_endpoint_id=" + source.id())
                                .data()
                                .path("succeeded")
                                .intValue())
                .isEqualTo(1);
        Exchange payload = inbound.get("/v1/inbound-messages/" + id + "/payload");
        assertThat(payload.text()).isEqualTo("{}");
        assertThat(payload.header("Content-Type")).contains("application/octet-stream");
        assertThat(inbound.call("DELETE", "/v1/inbound-messages/" + id).data().path("message_id"))
                .hasToString("\"" + id + "\"");
    }

    @Test
    void what_is_done_to_many_is_done_to_what_was_received_alone() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        inbound.application.answer(400);
        List<String> ids =
                Stream.of(1, 2, 3)
                        .map(n ->
                                InboundTest.accepted(
                                        inbound.to(source).json("{\"n\":" + n + "}").send()))
                        .toList();
        ids.forEach(id -> inbound.message(id, "failed_permanent"));
        inbound.application.answer(200);

        assertThat(inbound.get("/v1/dlq/messages").text()).doesNotContain(ids);
        Exchange others = inbound.call("POST", "/v1/messages/replay-all?status=failed_permanent");
        assertThat(others.data().path("replayed").intValue()).isZero();
        Exchange replayed =
                inbound.call(
                        "POST",
                        "/v1/inbound-messages/replay-all?status=failed_permanent&inbound_endpoint_id="
                                + source.id());

        assertThat(replayed.data().path("replayed").intValue()).isEqualTo(3);
        ids.forEach(id -> inbound.message(id, "succeeded"));
        Exchange deleted =
                inbound.call(
                        "POST",
                        "/v1/inbound-messages/delete-all?inbound_endpoint_id=" + source.id());
        assertThat(deleted.data().path("deleted").intValue()).isEqualTo(3);
        assertThat(inbound.get("/v1/inbound-messages/" + ids.getFirst() + "/payload").status())
                .isEqualTo(410);
    }

    @Test
    void an_export_is_of_what_was_sent_or_of_what_was_received() {
        InboundTest.Source source = inbound.source("/hook", Map.of());

        Exchange made =
                inbound.app
                        .client()
                        .post("/v1/exports")
                        .key(TestApp.KEY)
                        .json(
                                Map.of(
                                        "start_time", "2026-01-01T00:00:00Z",
                                        "end_time", "2026-01-02T00:00:00Z",
                                        "direction", "inbound",
                                        "inbound_endpoint_id", source.id()))
                        .send();

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.data().path("direction").asString()).isEqualTo("inbound");
        assertThat(made.data().path("filter_inbound_endpoint_id").asString())
                .isEqualTo(source.id());
    }
}
