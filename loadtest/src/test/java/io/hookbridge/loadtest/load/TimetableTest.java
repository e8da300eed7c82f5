package io.hookbridge.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.Behaviour;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.receive.Receiver;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

@Tag("unit")
class TimetableTest {

    private static final List<Duration> DUES =
            List.of(Duration.ZERO, Duration.ofMillis(30), Duration.ofMillis(30));

    private final Arrivals arrivals = new Arrivals(3);
    private final NumberedPayload payloads = new NumberedPayload(64);

    @Test
    void no_request_goes_out_before_its_moment() throws Exception {
        try (Receiver receiver = Receiver.start(arrivals, 1)) {
            long began = System.nanoTime();

            assertThat(run(receiver)).isEmpty();

            assertThat(arrivals.different()).isEqualTo(3);
            for (int number = 0; number < 3; number++) {
                assertThat(arrivals.firstAt(number) - began)
                        .isGreaterThanOrEqualTo(DUES.get(number).toNanos());
            }
        }
    }

    @Test
    void what_was_not_answered_with_success_is_told() throws Exception {
        try (Receiver receiver = Receiver.start(arrivals, 1)) {
            receiver.behave(0, new Behaviour.Answer(429));

            assertThat(run(receiver)).isEqualTo(Map.of("status 429", 3L));
        }
    }

    private Map<String, Long> run(Receiver receiver) throws Exception {
        return Timetable.run(
                receiver.port(),
                DUES,
                n -> Request.post(receiver.port(), "/e/0", Map.of(), payloads.text(n)),
                new Observer() {});
    }
}
