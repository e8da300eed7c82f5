package io.hookbridge.outbound.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.Receiver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.stream.IntStream;

class DeliveryTest {

    private final Receiver receiver = Receiver.start();
    private final TestApp app = TestApp.start();

    @AfterEach
    void stop() {
        app.close();
        receiver.close();
    }

    private JsonNode endpoint(String path) {
        Exchange made =
                app.client()
                        .post("/v1/endpoints")
                        .key(TestApp.KEY)
                        .json(Map.of("url", receiver.url(path)))
                        .send();
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.data();
    }

    private Exchange send(String endpoint, String payload) {
        return app.client()
                .post("/v1/webhooks/send")
                .key(TestApp.KEY)
                .json("{\"endpoint_id\":\"" + endpoint + "\",\"payload\":" + payload + "}")
                .send();
    }

    @Test
    void a_message_arrives_byte_for_byte_as_it_was_sent() {
        String endpoint = endpoint("/a").get("id").stringValue();
        String payload = "{ \"b\" : 1.0, \"a\":\"\\u00e9é\",  \"n\": 12345678901234567890 }";
        Exchange sent = send(endpoint, payload);
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        Receiver.Delivered delivered = receiver.next();
        assertThat(delivered.body()).isEqualTo(payload);
        assertThat(delivered.messageId()).isEqualTo(sent.data().get("message_id").stringValue());
        assertThat(delivered.header("X-Webhook-Attempt")).isEqualTo("1");
        assertThat(delivered.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void many_messages_arrive_once_each() {
        String endpoint = endpoint("/many").get("id").stringValue();
        IntStream.range(0, 300).parallel().forEach(i -> send(endpoint, "{\"i\":" + i + "}"));
        for (int i = 0; i < 300; i++) {
            receiver.next();
        }
        assertThat(receiver.all().stream().map(Receiver.Delivered::body).distinct()).hasSize(300);
        assertThat(receiver.all()).hasSize(300);
    }
}
