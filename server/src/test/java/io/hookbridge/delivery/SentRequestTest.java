package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a receiver gets, and what is kept of it. */
@Tag("database")
class SentRequestTest {

    private static OutboundTest outbound;
    private static Receiver receiver;

    @BeforeAll
    static void start() {
        outbound = new OutboundTest();
        receiver = outbound.receiver;
    }

    @AfterAll
    static void stop() {
        outbound.close();
    }

    @BeforeEach
    void nothing_is_pending_or_has_arrived() {
        outbound.forgetQueue();
        receiver.forget();
    }

    @Test
    void a_message_arrives_byte_for_byte_as_it_was_sent() {
        String payload = "{ \"b\" : 1.0, \"a\":\"\\u00e9é\",  \"n\": 12345678901234567890 }";
        String id = outbound.sent(outbound.endpoint("/a"), payload);
        Receiver.Delivered delivered = receiver.next();
        assertThat(delivered.body()).isEqualTo(payload);
        assertThat(delivered.messageId()).isEqualTo(id);
        assertThat(delivered.header("X-Webhook-Attempt")).isEqualTo("1");
        assertThat(delivered.header("Content-Type")).isEqualTo("application/json");
        Map<String, Object> row = outbound.message(id, "succeeded");
        assertThat(row)
                .containsEntry("attempt_count", 1)
                .containsEntry("response_status", 200)
                .containsEntry("size_bytes", payload.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void a_receiver_verifies_the_signature_with_the_secret_it_was_given() throws Exception {
        JsonNode endpoint = outbound.endpoint("/signed", Map.of());
        outbound.sent(endpoint.get("id").stringValue(), "{\"n\":1}");
        Receiver.Delivered delivered = receiver.next();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        endpoint.get("signing_secret")
                                .stringValue()
                                .getBytes(StandardCharsets.UTF_8),
                        "HmacSHA256"));
        String signed = delivered.header("X-Webhook-Timestamp") + "." + delivered.body();
        assertThat(delivered.header("X-Webhook-Signature"))
                .isEqualTo(
                        "sha256="
                                + HexFormat.of()
                                        .formatHex(
                                                mac.doFinal(
                                                        signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void headers_of_the_endpoint_and_of_the_request_are_sent_and_secrets_among_them_not_kept() {
        JsonNode endpoint =
                outbound.endpoint("/headers", Map.of("headers", Map.of("X-Api-Key", "FAKEsecret")));
        Exchange sent =
                outbound.sendBody(
                        """
                        {"endpoint_id": "%s", "payload": {}, "headers": {"X-Tenant-Id": "t1"}}
                        """
                                .formatted(endpoint.get("id").stringValue()));
        Receiver.Delivered delivered = receiver.next();
        assertThat(delivered.header("X-Api-Key")).isEqualTo("FAKEsecret");
        assertThat(delivered.header("X-Tenant-Id")).isEqualTo("t1");
        String id = sent.data().get("message_id").stringValue();
        assertThat(outbound.attempt(id, 1).toString()).doesNotContain("FAKEsecret");
        JsonNode shown = attempts(id).path(0).path("request_headers");
        assertThat(shown.path("X-Api-Key").stringValue()).isEqualTo("***");
        assertThat(shown.path("X-Tenant-Id").stringValue()).isEqualTo("t1");
    }

    @ParameterizedTest
    @EnumSource
    void each_attempt_shows_the_headers_that_its_receiver_got(SignatureScheme scheme) {
        receiver.answer(500);
        JsonNode endpoint =
                outbound.endpoint(
                        "/shown/" + scheme.word(),
                        Map.of(
                                "signature_scheme",
                                scheme.word(),
                                "headers",
                                Map.of("X-Region", "eu-west-1", "a-first", "1")));
        String id = outbound.sent(endpoint.get("id").stringValue(), "{\"n\":1}");
        Receiver.Delivered first = receiver.next();
        outbound.message(id, "pending_retry");
        receiver.answer(200);
        outbound.makeDue();
        Receiver.Delivered second = receiver.next();
        outbound.message(id, "succeeded");
        // Nothing of what is shown has to be computed from the payload.
        outbound.jdbi.useHandle(
                handle -> handle.execute("DELETE FROM message WHERE id = ?::uuid", id));

        JsonNode attempts = attempts(id);

        assertShown(attempts.path(0).path("request_headers"), first);
        assertShown(attempts.path(1).path("request_headers"), second);
    }

    private static JsonNode attempts(String message) {
        return outbound.app
                .client()
                .get("/v1/messages/" + message + "/attempts")
                .key(TestApp.KEY)
                .send()
                .data();
    }

    private static void assertShown(JsonNode shown, Receiver.Delivered delivered) {
        Map<String, String> headers = new LinkedHashMap<>();
        shown.properties()
                .forEach(header -> headers.put(header.getKey(), header.getValue().stringValue()));
        assertThat(headers)
                .containsKey("User-Agent")
                .containsEntry("Content-Type", "application/json")
                .allSatisfy((name, value) -> assertThat(delivered.header(name)).isEqualTo(value));
        assertThat(List.copyOf(headers.keySet()))
                .isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
        Set<String> received = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        received.addAll(delivered.headers().keySet());
        List.of("Host", "Connection", "Content-Length", "Accept-Encoding")
                .forEach(received::remove);
        assertThat(received).hasSameSizeAs(headers.keySet());
    }

    @Test
    void a_header_of_the_request_takes_the_place_of_the_endpoints_however_its_name_is_written() {
        JsonNode endpoint =
                outbound.endpoint("/same", Map.of("headers", Map.of("X-Tenant-Id", "usual")));

        outbound.accepted(
                """
                {"endpoint_id": "%s", "payload": {}, "headers": {"x-tenant-id": "special"}}
                """
                        .formatted(endpoint.get("id").stringValue()));

        assertThat(receiver.next().headers().get("X-tenant-id")).containsExactly("special");
    }

    @Test
    void headers_of_messages_are_sealed_and_sent_also_when_they_are_read_back() {
        String endpoint = outbound.endpoint("/sealed?api_key=FAKEsecret");
        outbound.call("POST", "/v1/endpoints/" + endpoint + "/pause");
        String body = "{\"endpoint_id\":\"%s\",\"payload\":{},\"headers\":{\"X-To\":\"%s\"}}";
        String sealed = outbound.accepted(body.formatted(endpoint, "Bearer FAKEsecret"));
        outbound.jdbi.useHandle(handle -> assertThat(inClear(handle)).isZero());
        outbound.call("POST", "/v1/endpoints/" + endpoint + "/resume");

        assertThat(receiver.next().header("X-To")).isEqualTo("Bearer FAKEsecret");
        assertThat(outbound.attempt(sealed, 1).toString())
                .contains("api_key=***", "{\"X-To\":\"***\"}")
                .doesNotContain("FAKE");
    }

    @Test
    void a_message_whose_headers_do_not_open_is_given_up_with_a_reason_and_not_sent() {
        String endpoint = outbound.endpoint("/unreadable");
        outbound.call("POST", "/v1/endpoints/" + endpoint + "/pause");
        String id =
                outbound.accepted(
                        "{\"endpoint_id\":\"%s\",\"payload\":{},\"headers\":{\"X-To\":\"t\"}}"
                                .formatted(endpoint));
        outbound.jdbi.useHandle(handle ->
                handle.execute("UPDATE message SET head_sealed = '\\x00' WHERE id = ?::uuid", id));
        outbound.call("POST", "/v1/endpoints/" + endpoint + "/resume");

        String why = "not sent: the headers of the message were sealed with another secret key";
        assertThat(outbound.message(id, "failed_permanent")).containsEntry("last_error", why);
        assertThat(outbound.attempt(id, 1)).containsEntry("decision", "unreadable");
        assertThat(attempts(id).path(0).path("request_headers").isEmpty()).isTrue();
        assertThat(receiver.all()).isEmpty();
    }

    private static int inClear(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT count(*)
                          FROM message
                         WHERE position('FAKE'::bytea IN head_sealed) > 0
                        """)
                .mapTo(Integer.class)
                .one();
    }

    @Test
    void a_retry_carries_the_same_id_and_time_and_the_next_number() {
        receiver.answer(500);
        String id = outbound.sent(outbound.endpoint("/again"), "{\"n\":1}");
        Receiver.Delivered first = receiver.next();
        outbound.message(id, "pending_retry");
        receiver.answer(200);
        outbound.makeDue();
        Receiver.Delivered second = receiver.next();
        assertThat(second.messageId()).isEqualTo(id);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("X-Webhook-Attempt")).isEqualTo("2");
        assertThat(second.header("X-Webhook-Signature"))
                .isEqualTo(first.header("X-Webhook-Signature"));
        assertThat(outbound.message(id, "succeeded")).containsEntry("attempt_count", 2);
    }

    @Test
    void a_payload_that_is_not_kept_is_gone_after_the_delivery() {
        Exchange sent =
                outbound.sendBody(
                        """
                        {"endpoint_id": "%s", "payload": {"secret": 1}, "retention_hours": 0}
                        """
                                .formatted(outbound.endpoint("/forget")));
        String id = sent.data().get("message_id").stringValue();
        outbound.message(id, "succeeded");
        assertThat(payloads(id)).isZero();
    }

    private int payloads(String id) {
        return outbound.jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM message WHERE id = :id::uuid")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one());
    }
}
