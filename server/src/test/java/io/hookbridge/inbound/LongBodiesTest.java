package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Bodies as long as plans allow, and longer ones. The first tenant has pro, others have free. */
@Tag("database")
class LongBodiesTest {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int OF_FREE = 10 * MEBIBYTE;
    private static final int OF_PRO = 25 * MEBIBYTE;

    private static InboundTest inbound;
    private static String stranger;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
        stranger = inbound.app.keyOfAnotherTenant();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    private static InboundTest.Source ofPro() {
        return inbound.source(Map.of("mode", "cli"));
    }

    private static InboundTest.Source ofFree() {
        return new InboundTest.Source(
                inbound.app
                        .client()
                        .post("/v1/inbound-endpoints")
                        .key(stranger)
                        .json("{\"mode\":\"cli\"}")
                        .send()
                        .data());
    }

    private static Exchange send(InboundTest.Source source, int bytes) {
        return inbound.to(source).raw(new byte[bytes]).send();
    }

    private static void assertIsTooLong(JsonNode answer, int most) {
        assertThat(answer.at("/error/code").asString()).isEqualTo("BODY_TOO_LARGE");
        assertThat(answer.at("/error/details/max_bytes").intValue()).isEqualTo(most);
    }

    @Test
    void one_is_taken_that_is_as_long_as_the_plan_says_and_no_longer_one() {
        InboundTest.Source free = ofFree();
        InboundTest.Source pro = ofPro();

        assertThat(send(free, OF_FREE).status()).isEqualTo(202);
        String id = InboundTest.accepted(send(pro, OF_PRO));

        assertThat(inbound.message(id, "queued").path("size_bytes").intValue()).isEqualTo(OF_PRO);
        for (int tooMany : new int[] {OF_FREE + 1, OF_PRO + 1}) {
            Exchange refused = send(free, tooMany);
            assertThat(refused.status()).isEqualTo(413);
            assertIsTooLong(refused.json(), OF_FREE);
        }
        assertIsTooLong(send(pro, OF_PRO + 1).json(), OF_PRO);
        JsonNode rejection = inbound.rejections(pro).path(0);
        assertThat(rejection.path("reason_code").asString()).isEqualTo("payload_too_large");
        assertThat(rejection.path("reason_detail").asString()).contains(Integer.toString(OF_PRO));
    }

    @Test
    void one_of_unknown_length_is_read_as_far_as_the_plan_says() throws Exception {
        InboundTest.Source free = ofFree();

        assertThat(stream(free, OF_FREE).statusCode()).isEqualTo(202);
        var refused = stream(free, OF_FREE + 1);

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("\"max_bytes\":" + OF_FREE);
        JsonNode rejections =
                OutboundTest.poll(
                        "the rejection",
                        () ->
                                inbound.app
                                        .client()
                                        .get(
                                                "/v1/inbound-rejections?inbound_endpoint_id="
                                                        + free.id())
                                        .key(stranger)
                                        .send()
                                        .data(),
                        list -> !list.isEmpty());
        assertThat(rejections.path(0).path("reason_code").asString())
                .isEqualTo("payload_too_large");
    }

    private static java.net.http.HttpResponse<String> stream(InboundTest.Source source, int bytes)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://localhost:"
                                                    + inbound.app.port()
                                                    + source.path()))
                            .version(HttpClient.Version.HTTP_1_1)
                            .POST(
                                    BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(new byte[bytes])))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void a_long_one_is_forwarded_byte_for_byte() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        String text = "x".repeat(12 * MEBIBYTE);

        String id = InboundTest.accepted(inbound.to(source).raw(text).send());

        assertThat(inbound.forwarded(id).body().equals(text)).isTrue();
    }

    @Test
    void nobody_without_the_address_is_waited_for_to_send_one() throws Exception {
        InboundTest.Source source = ofPro();
        String wrong = source.path().substring(0, source.path().length() - 32) + "0".repeat(32);

        assertThat(answerBeforeBody(wrong, OF_PRO)).startsWith("HTTP/1.1 404");
        assertThat(answerBeforeBody(source.path(), OF_PRO + 1)).startsWith("HTTP/1.1 413");
        inbound.call("POST", "/v1/inbound-endpoints/" + source.id() + "/pause");
        assertThat(answerBeforeBody(source.path(), OF_PRO)).startsWith("HTTP/1.1 503");
    }

    /** The first line of what comes to a head alone. */
    private static String answerBeforeBody(String path, int length) throws IOException {
        try (Socket socket = new Socket("localhost", inbound.app.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST "
                                    + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                    + length
                                    + "\r\n\r\n")
                            .getBytes(ISO_8859_1));
            out.flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))
                    .readLine();
        }
    }
}
