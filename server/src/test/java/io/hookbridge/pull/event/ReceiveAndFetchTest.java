package io.hookbridge.pull.event;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** From the gate of a pull endpoint to whoever fetches. */
@Tag("database")
class ReceiveAndFetchTest {

    private static TestApp app;

    @BeforeAll
    static void start() {
        app = TestApp.start();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static JsonNode create(String body) {
        return app.client().post("/v1/pull-endpoints").key(KEY).json(body).send().data();
    }

    private static String ingest(JsonNode endpoint) {
        return URI.create(endpoint.path("ingest_url").asString()).getPath();
    }

    private static String events(JsonNode endpoint) {
        return "/v1/pull-endpoints/" + endpoint.path("id").asString() + "/events";
    }

    private static Exchange get(String path) {
        return app.client().get(path).key(KEY).send();
    }

    @Test
    void a_caller_who_has_gone_is_waited_for_no_longer() throws IOException {
        JsonNode endpoint = create("{}");
        try (Socket first = asking(endpoint);
                Socket gone = asking(endpoint)) {
            gone.shutdownOutput();
            // Its answer, or the end of the connection, while the one who came first still waits.
            var _ = gone.getInputStream().read();
            app.client().post(ingest(endpoint)).json("{}").send();

            String answer = new String(first.getInputStream().readNBytes(12), US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 200");
            byte[] rest = new byte[4_096];
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\"meta\"") < 0) {
                int read = first.getInputStream().read(rest);
                assertThat(read).isPositive();
                text.append(new String(rest, 0, read, US_ASCII));
            }
            assertThat(text).contains("\"status\":\"stored\"");
        }
    }

    private static Socket asking(JsonNode endpoint) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(Patience.millis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), app.port()));
        socket.getOutputStream()
                .write(
                        "GET %s?wait=30 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n"
                                .formatted(events(endpoint), KEY)
                                .getBytes(US_ASCII));
        return socket;
    }

    @Test
    void what_is_received_is_fetched_with_its_headers_and_its_type() {
        JsonNode endpoint =
                create("{\"event_type_source\":\"body\",\"event_type_path\":\"action.0.kind\"}");

        String id =
                app.client()
                        .post(ingest(endpoint))
                        .header("X-Custom", "one")
                        .header("x-custom", "two")
                        .json("{\"action\":[{\"kind\":\"opened\"}]}")
                        .send()
                        .data()
                        .path("message_id")
                        .asString();

        JsonNode listed = get(events(endpoint) + "?event_type=opened").data().path(0);
        assertThat(listed.path("id").asString()).isEqualTo(id);
        JsonNode event = get(events(endpoint) + "/" + id).data();
        assertThat(event.at("/payload/action/0/kind").asString()).isEqualTo("opened");
        assertThat(event.path("content_type").asString()).isEqualTo("application/json");
        assertThat(event.at("/headers/X-Custom").asString()).isEqualTo("one, two");
        assertThat(event.at("/timing/ingest_processing_ms").asInt(-1)).isNotNegative();
    }

    @Test
    void a_body_that_came_compressed_tells_its_type_and_stays_as_it_came() throws IOException {
        JsonNode endpoint = create("{\"event_type_source\":\"body\",\"event_type_path\":\"type\"}");
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write("{\"type\":\"opened\"}".getBytes(StandardCharsets.UTF_8));
        }

        Exchange answer =
                app.client()
                        .post(ingest(endpoint))
                        .header("Content-Encoding", "gzip")
                        .raw(compressed.toByteArray())
                        .send();

        String id = answer.data().path("message_id").asString();
        JsonNode event = get(events(endpoint) + "/" + id).data();
        assertThat(event.path("event_type").asString()).isEqualTo("opened");
        assertThat(event.path("payload").asString())
                .isEqualTo(Base64.getEncoder().encodeToString(compressed.toByteArray()));
    }

    @Test
    void a_repetition_is_the_same_event_and_what_let_the_sender_in_is_masked() {
        JsonNode endpoint =
                create(
                        """
                        {"idempotency_header_names":["X-Delivery"],"verify_static_token":true,
                         "token_header_name":"X-Token","token_value":"FAKEtokenOfTheSender"}
                        """);
        String first = send(endpoint).data().path("message_id").asString();
        String again = send(endpoint).data().path("message_id").asString();

        assertThat(again).isEqualTo(first);
        assertThat(get(events(endpoint)).data()).hasSize(1);
        JsonNode event = get(events(endpoint) + "/" + first).data();
        assertThat(event.toString()).doesNotContain("FAKEtokenOfTheSender");
        assertThat(event.at("/headers/X-Delivery").asString()).isEqualTo("1");
    }

    private static Exchange send(JsonNode endpoint) {
        return app.client()
                .post(ingest(endpoint))
                .header("X-Delivery", "1")
                .header("X-Token", "FAKEtokenOfTheSender")
                .raw("hello")
                .send();
    }

    @Test
    void a_paused_endpoint_asks_senders_to_come_again_and_a_deleted_one_is_gone() {
        JsonNode endpoint = create("{}");
        String one = "/v1/pull-endpoints/" + endpoint.path("id").asString();
        app.client().post(ingest(endpoint)).json("{}").send();

        app.client().post(one + "/pause").key(KEY).send();
        Exchange refused = app.client().post(ingest(endpoint)).json("{}").send();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(get(events(endpoint)).data()).hasSize(1);

        app.client().post(one + "/resume").key(KEY).send();
        assertThat(app.client().post(ingest(endpoint)).json("{}").send().status()).isEqualTo(202);
        app.client().delete(one).key(KEY).send();
        assertThat(app.client().post(ingest(endpoint)).json("{}").send().status()).isEqualTo(410);
    }
}
