package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Tag("unit")
class RunUntilStoppedTest {

    @Test
    void a_step_that_throws_does_not_end_the_loop() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        RunUntilStopped loop =
                RunUntilStopped.start(
                        "failing",
                        Duration.ofMillis(1),
                        () -> {
                            runs.countDown();
                            throw new IllegalStateException("expected by the test");
                        });

        assertThat(runs.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        loop.stop();
    }

    @Test
    void an_error_does_not_end_the_loop_either() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        RunUntilStopped loop =
                RunUntilStopped.start(
                        "broken",
                        Duration.ofMillis(1),
                        () -> {
                            runs.countDown();
                            throw new NoClassDefFoundError("expected by the test");
                        });

        assertThat(runs.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        loop.stop();
    }

    @Test
    void stop_returns_when_the_running_step_is_finished_and_twice_is_harmless()
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger finished = new AtomicInteger();
        RunUntilStopped loop =
                RunUntilStopped.start(
                        "slow",
                        Duration.ofHours(1),
                        () -> {
                            begun.countDown();
                            awaitQuietly(mayEnd);
                            finished.incrementAndGet();
                        });
        assertThat(begun.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Thread stopping = Thread.ofVirtual().start(loop::stop);
        mayEnd.countDown();
        stopping.join();

        assertThat(finished).hasValue(1);
        loop.stop();
        assertThat(finished).hasValue(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
