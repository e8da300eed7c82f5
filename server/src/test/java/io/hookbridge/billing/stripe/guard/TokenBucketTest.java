package io.hookbridge.billing.stripe.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class TokenBucketTest {

    private final SettableTicker ticker = new SettableTicker();
    private final TokenBucket bucket = new TokenBucket(10, ticker);

    @Test
    void a_full_bucket_lets_one_second_of_calls_through_at_once_and_no_more() {
        assertThat(takenAtOnce()).isEqualTo(10);
    }

    @Test
    void a_refused_caller_learns_when_the_next_token_comes_and_gets_it_then() {
        takenAtOnce();
        Duration until = bucket.take().orElseThrow();
        assertThat(until).isEqualTo(Duration.ofMillis(100));

        ticker.advance(until.minusNanos(1));
        assertThat(bucket.take()).isPresent();
        ticker.advance(Duration.ofNanos(1));
        assertThat(bucket.take()).isEmpty();
        assertThat(bucket.take()).isPresent();
    }

    @Test
    void a_long_rest_fills_the_bucket_but_never_beyond_its_size() {
        takenAtOnce();
        ticker.advance(Duration.ofHours(1));
        assertThat(takenAtOnce()).isEqualTo(10);
    }

    @Test
    void over_a_minute_the_rate_is_what_was_asked_for() {
        takenAtOnce();
        int taken = 0;
        for (int step = 0; step < 60_000; step++) {
            ticker.advance(Duration.ofMillis(1));
            taken += bucket.take().isEmpty() ? 1 : 0;
        }
        assertThat(taken).isEqualTo(600);
    }

    private int takenAtOnce() {
        int taken = 0;
        while (bucket.take().isEmpty()) {
            taken++;
        }
        return taken;
    }
}
