package io.hookbridge.app.listen;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.app.terminal.Colours;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

@Tag("unit")
class ForwardingTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Totals totals = new Totals();
    private final BlockingQueue<Forwarded> answers = new LinkedBlockingQueue<>();

    private static Event event(String id) {
        return new Event(id, "", "", "", "", List.of(), new byte[0], "");
    }

    @Test
    void a_fault_with_one_event_is_told_and_reported_and_the_next_one_is_forwarded()
            throws InterruptedException {
        PrintStream out = new PrintStream(printed, true, UTF_8);
        Forwarding forwarding =
                new Forwarding(
                        event -> event,
                        event -> {
                            if (event.messageId().equals("m1")) {
                                throw new IllegalStateException("broken");
                            }
                            return new Forwarded.Answered(200, 1, null);
                        },
                        TypeFilter.EVERYTHING,
                        new TextReport(
                                out, out, new Colours(false), () -> Instant.EPOCH, ZoneOffset.UTC),
                        totals,
                        System::nanoTime);
        forwarding.start(
                1,
                new Forwarding.Answers() {
                    @Override
                    public void answered(Event event, Forwarded forwarded) {
                        answers.add(forwarded);
                    }

                    @Override
                    public void passedOver(Event event) {
                        throw new AssertionError("it is wanted");
                    }
                });

        assertThat(forwarding.take(event("m1"))).isTrue();
        assertThat(forwarding.take(event("m2"))).isTrue();
        forwarding.awaitNothingUnderWay();

        assertThat(answers.take()).isInstanceOf(Forwarded.Unanswered.class);
        assertThat(answers.take()).isEqualTo(new Forwarded.Answered(200, 1, null));
        assertThat(printed.toString(UTF_8))
                .contains(
                        "failed  a fault of this command: java.lang.IllegalStateException: broken");
        assertThat(totals.sums().succeeded()).isEqualTo(1);
        forwarding.stop(Duration.ofSeconds(1));
    }
}
