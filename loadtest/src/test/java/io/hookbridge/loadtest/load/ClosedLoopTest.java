package io.hookbridge.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.Behaviour;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.receive.Receiver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

@Tag("unit")
class ClosedLoopTest {

    private final Arrivals arrivals = new Arrivals(500);
    private final Receiver receiver = Receiver.start(arrivals, 1);
    private final NumberedPayload payloads = new NumberedPayload(200);

    @AfterEach
    void end() {
        receiver.close();
    }

    @Test
    void every_request_is_sent_once_and_every_answer_is_told() throws Exception {
        receiver.behave(0, new Behaviour.Answer(202));
        AtomicLong numbers = new AtomicLong();

        LoadResult result =
                run(
                        500,
                        7,
                        new Observer() {
                            @Override
                            public void answered(long number, int status, long due, long now) {
                                assertThat(status).isEqualTo(202);
                                assertThat(now).isGreaterThanOrEqualTo(due);
                                numbers.addAndGet(number);
                            }
                        });

        assertThat(result.answered()).isEqualTo(500);
        assertThat(result.errors()).isEmpty();
        assertThat(result.achieved()).isPositive();
        assertThat(arrivals.different()).isEqualTo(500);
        assertThat(arrivals.duplicates()).isZero();
        assertThat(numbers).hasValue(500L * 499 / 2);
    }

    @Test
    void no_more_is_under_way_than_there_are_connections() throws Exception {
        receiver.behave(0, new Behaviour.Late(202, Duration.ofMillis(50)));

        LoadResult result = run(20, 4, new Observer() {});

        // Five rounds of 50 ms each, at least.
        assertThat(result.achieved()).isLessThanOrEqualTo(81);
        assertThat(result.millis(50)).isGreaterThanOrEqualTo(50.0);
    }

    private LoadResult run(int count, int connections, Observer observer) throws Exception {
        return ClosedLoop.run(
                receiver.port(),
                n -> Request.post(receiver.port(), "/e/0", Map.of(), payloads.text(n)),
                count,
                connections,
                Duration.ofMinutes(2),
                observer);
    }
}
