package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.ENVIRONMENT;
import static io.hookbridge.net.client.Posting.TARGET;
import static io.hookbridge.net.client.RawReceiver.OK;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Limits;
import io.hookbridge.net.Posted;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Calls that have a time of their own, longer or shorter than that of all. */
@Tag("unit")
class OwnTimeTest {

    /** A call is asked this often whether it may go on. */
    private static final Limits ASKING =
            new Limits(Duration.ZERO, Patience.LONGEST, Duration.ofMillis(50), 2000, 500);

    private final CountDownLatch received = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    private RawReceiver waiting() {
        return RawReceiver.start(connection -> {
            connection.readRequest();
            received.countDown();
            Posting.await(answer);
            connection.say(OK);
        });
    }

    private Optional<Posted> post(Limits limits, Duration longest, BooleanSupplier mayBegin)
            throws Exception {
        try (TargetClient client = Posting.client(limits);
                RawReceiver receiver = waiting()) {
            String url = "http://receiver.example:" + receiver.port() + "/hook";
            return client.post(
                            new Destination(TARGET, ENVIRONMENT, url),
                            List.of(),
                            new byte[0],
                            longest,
                            mayBegin)
                    .join();
        } finally {
            answer.countDown();
        }
    }

    @Test
    void a_call_with_a_longer_time_goes_on_while_it_may() throws Exception {
        AtomicInteger asked = new AtomicInteger();

        Optional<Posted> posted =
                post(
                        ASKING,
                        Patience.LONGEST,
                        () -> {
                            if (received.getCount() == 0 && asked.incrementAndGet() == 3) {
                                answer.countDown();
                            }
                            return true;
                        });

        assertThat(Posting.answered(posted.orElseThrow()).status()).isEqualTo(200);
    }

    @Test
    void a_call_that_may_not_go_on_counts_for_nothing() throws Exception {
        assertThat(post(ASKING, Patience.LONGEST, () -> received.getCount() > 0)).isEmpty();
    }

    @Test
    void a_call_with_a_shorter_time_ends_by_it() throws Exception {
        Optional<Posted> posted = post(CALM, Duration.ofMillis(50), () -> true);

        assertThat(Posting.sentence(posted.orElseThrow()))
                .isEqualTo("There was no complete answer in time.");
    }
}
