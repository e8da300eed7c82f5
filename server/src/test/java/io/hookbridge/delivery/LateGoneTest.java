package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;
import io.hookbridge.outbound.Receiver.Answer;
import io.hookbridge.outbound.Receiver.Delivered;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A receiver answers 410 Gone when its endpoint is no longer what it was. */
@Tag("database")
class LateGoneTest {

    private final OutboundTest outbound = new OutboundTest();
    private final CountDownLatch answered = new CountDownLatch(1);

    @AfterEach
    void close() {
        answered.countDown();
        outbound.close();
    }

    @Test
    void the_receiver_that_took_its_place_gets_what_is_sent() {
        try (Receiver successor = Receiver.start()) {
            String endpoint = outbound.endpoint("/old");
            String late = asked(endpoint, "/old");

            Exchange changed =
                    outbound.app
                            .client()
                            .request("PATCH", "/v1/endpoints/" + endpoint)
                            .key(TestApp.KEY)
                            .json(Map.of("url", successor.url("/new")))
                            .send();
            assertThat(changed.status()).as(changed.text()).isEqualTo(200);
            saysGone(late);
            assertThat(outbound.app.audited("endpoint.paused")).isEmpty();

            String next = outbound.sent(endpoint, "{}");
            outbound.message(next, "succeeded");
            assertThat(successor.next().messageId()).isEqualTo(next);
        }
    }

    @Test
    void what_a_person_resumed_meanwhile_is_not_paused_again() {
        String endpoint = outbound.endpoint("/back");
        String late = asked(endpoint, "/back");

        outbound.call("POST", "/v1/endpoints/" + endpoint + "/pause");
        outbound.call("POST", "/v1/endpoints/" + endpoint + "/resume");
        saysGone(late);
        // The person's.
        assertThat(outbound.app.audited("endpoint.paused")).hasSize(1);

        outbound.receiver.answer(200);
        outbound.message(outbound.sent(endpoint, "{}"), "succeeded");
    }

    /** Sends a message whose receiver has it and does not answer yet. */
    private String asked(String endpoint, String path) {
        outbound.receiver.answer(this::lateGone);
        String late = outbound.sent(endpoint, "{}");
        Delivered delivered = outbound.receiver.next();
        assertThat(delivered.path()).isEqualTo(path);
        assertThat(delivered.messageId()).isEqualTo(late);
        return late;
    }

    private Answer lateGone(Delivered delivered) {
        try {
            answered.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return Answer.of(410);
    }

    /** Returns when this server has drawn its conclusions. */
    private void saysGone(String late) {
        answered.countDown();
        outbound.message(late, "failed_permanent");
        Patience.until(
                "the attempt is over",
                () ->
                        outbound.app
                                .admin()
                                .get("/metrics")
                                .send()
                                .text()
                                .contains("hookbridge_delivery_waiting_bytes 0.0\n"));
    }
}
