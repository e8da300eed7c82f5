package io.hookbridge.loadtest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.receive.Receiver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;

@Tag("unit")
class TraceTest {

    private static final long MILLI = 1_000_000;
    private static final long FIRST = 1_000;

    private final NumberedPayload payloads = new NumberedPayload(64);
    private final Trace trace = new Trace(FIRST, 10, 1, index -> index != 9);
    private final Receiver receiver = Receiver.start(trace.arrivals(), 1);

    @AfterEach
    void end() {
        receiver.close();
    }

    @Test
    void what_was_accepted_and_did_not_arrive_is_lost() throws Exception {
        accepted(0);
        accepted(1);
        receive(0);

        assertThat(trace.lost()).isEqualTo(1);
        assertThat(trace.underWay()).isEqualTo(1);
        receive(1);
        assertThat(trace.lost()).isZero();
        assertThat(trace.underWay()).isZero();
    }

    @Test
    void what_was_refused_is_not_lost_and_what_cannot_arrive_is_parked() {
        accepted(9);

        assertThat(trace.lost()).isZero();
        assertThat(trace.underWay()).isZero();
        assertThat(trace.parked()).isEqualTo(1);
    }

    @Test
    void latency_counts_from_the_answer_and_from_the_moment_that_was_due() throws Exception {
        receive(0);
        long arrived = trace.arrivals().firstAt(0);
        trace.accepted(0, arrived - 700 * MILLI, arrived - 300 * MILLI);

        Trace.Latencies latencies = trace.latencies(0);

        // The histograms have three digits.
        assertThat(latencies.fromAccepted().getMaxValue()).isBetween(299_000L, 301_000L);
        assertThat(latencies.fromDue().getMaxValue()).isBetween(699_000L, 701_000L);
        assertThat(latencies.beforeAnswer()).isZero();
    }

    @Test
    void what_arrives_before_its_answer_took_no_time_after_it() throws Exception {
        receive(0);
        long now = System.nanoTime();
        trace.accepted(0, now - 700 * MILLI, now);

        Trace.Latencies latencies = trace.latencies(0);

        assertThat(latencies.beforeAnswer()).isEqualTo(1);
        assertThat(latencies.fromAccepted().getMaxValue()).isZero();
        assertThat(latencies.fromDue().getTotalCount()).isEqualTo(1);
    }

    @Test
    void the_warm_up_counts_for_losses_and_not_for_latencies() throws Exception {
        accepted(0);
        accepted(1);
        accepted(5);
        receive(0);
        receive(5);

        assertThat(trace.latencies(5).fromDue().getTotalCount()).isEqualTo(1);
        assertThat(trace.lost()).isEqualTo(1);
    }

    @Test
    void the_answer_to_a_batch_accepts_all_its_messages() {
        Trace batches = new Trace(0, 250, 100, _ -> true);
        batches.accepted(0, 1, 2);
        batches.accepted(2, 1, 2);

        assertThat(batches.lost()).isEqualTo(150);
    }

    private void accepted(int index) {
        trace.accepted(index, System.nanoTime(), System.nanoTime());
    }

    private void receive(int index) throws IOException {
        Request request =
                Request.post(receiver.port(), "/e/0", Map.of(), payloads.text(FIRST + index));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            socket.getOutputStream().write(request.bytes());
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }
}
