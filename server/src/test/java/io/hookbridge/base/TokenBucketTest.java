package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

@Tag("unit")
class TokenBucketTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final TokenBucket bucket = TokenBucket.perSecond(10, nanos::get);

    @Test
    void a_full_bucket_lets_one_second_of_calls_through_at_once_and_no_more() {
        assertThat(takenAtOnce()).isEqualTo(10);
    }

    @Test
    void a_refused_caller_learns_when_the_next_token_comes_and_gets_it_then() {
        takenAtOnce();
        Duration until = bucket.take();
        assertThat(until).isEqualTo(Duration.ofMillis(100));

        advance(until.minusNanos(1));
        assertThat(bucket.take()).isPositive();
        advance(Duration.ofNanos(1));
        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isPositive();
    }

    @Test
    void a_long_rest_fills_the_bucket_but_never_beyond_its_size() {
        takenAtOnce();
        advance(Duration.ofHours(1));
        assertThat(takenAtOnce()).isEqualTo(10);
    }

    @Test
    void over_a_minute_the_rate_is_what_was_asked_for() {
        takenAtOnce();
        int taken = 0;
        for (int step = 0; step < 60_000; step++) {
            advance(Duration.ofMillis(1));
            taken += bucket.take().isZero() ? 1 : 0;
        }
        assertThat(taken).isEqualTo(600);
    }

    @Test
    void looking_takes_nothing() {
        assertThat(bucket.untilNext()).isZero();
        assertThat(takenAtOnce()).isEqualTo(10);
        assertThat(bucket.untilNext()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void many_who_take_at_once_get_no_more_than_there_is() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        try (ExecutorService takers = Executors.newFixedThreadPool(8)) {
            for (int taker = 0; taker < 8; taker++) {
                takers.execute(() -> taken.addAndGet(takenAtOnce()));
            }
        }
        assertThat(taken).hasValue(10);
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private int takenAtOnce() {
        int taken = 0;
        while (bucket.take().isZero()) {
            taken++;
        }
        return taken;
    }
}
