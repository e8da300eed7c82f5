package io.hookbridge.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

@Tag("unit")
class ReceiverTest {

    private static final UUID ID = new UUID(0x7000, 1);

    @AutoClose private final Receiver receiver = Receiver.start();
    @AutoClose private final HttpClient client = HttpClient.newHttpClient();

    private int post(byte[] payload) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(receiver.url("a")))
                                .version(HttpClient.Version.HTTP_1_1)
                                .header("X-Webhook-Id", ID.toString())
                                .header("X-Webhook-Attempt", "2")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(payload))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** So many: a delivery is written down just after it was answered. */
    private List<Reception> receptions(int count) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (receiver.count() < count && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return receiver.receptions();
    }

    @Test
    void writes_down_what_arrives() throws Exception {
        assertThat(post(NumberedMessage.payload(42))).isEqualTo(200);

        assertThat(receptions(1))
                .singleElement()
                .satisfies(reception -> {
                    assertThat(reception.message()).isEqualTo(ID);
                    assertThat(reception.attempt()).isEqualTo(2);
                    assertThat(reception.number()).isEqualTo(42);
                    assertThat(reception.answered()).isTrue();
                });
    }

    @Test
    void knows_a_payload_that_was_changed() throws Exception {
        byte[] payload = NumberedMessage.payload(42);
        payload[payload.length - 3] ^= 1;
        post(payload);

        assertThat(receptions(1)).extracting(Reception::number).containsExactly(-1);
    }

    @Test
    void a_connection_that_breaks_before_the_answer_is_no_delivery() throws Exception {
        receiver.breakConnections(true);
        assertThatThrownBy(() -> post(NumberedMessage.payload(1))).isInstanceOf(IOException.class);

        assertThat(receptions(1)).extracting(Reception::answered).containsExactly(false);
    }

    @Test
    void can_go_away_and_come_back_on_the_same_port() throws Exception {
        post(NumberedMessage.payload(1));
        receiver.goDown();
        assertThatThrownBy(() -> post(NumberedMessage.payload(2))).isInstanceOf(IOException.class);

        receiver.comeBack();
        assertThat(post(NumberedMessage.payload(3))).isEqualTo(200);
        assertThat(receptions(2)).extracting(Reception::number).containsExactly(1, 3);
    }
}
