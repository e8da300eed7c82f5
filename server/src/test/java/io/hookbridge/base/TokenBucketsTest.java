package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

@Tag("unit")
class TokenBucketsTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final TokenBuckets<String> buckets = new TokenBuckets<>(3, 60, nanos::get);

    @Test
    void a_bucket_gives_its_capacity_at_once_and_then_says_how_long_to_wait() {
        assertThat(buckets.take("a")).isZero();
        assertThat(buckets.take("a")).isZero();
        assertThat(buckets.take("a")).isZero();
        assertThat(buckets.take("a")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void tokens_come_back_at_the_steady_rate_also_when_the_ticker_overflows() {
        takeAll("a");
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(buckets.take("a")).isEqualTo(Duration.ofMillis(1));
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(buckets.take("a")).isZero();
        assertThat(buckets.take("a")).isPositive();
    }

    @Test
    void a_bucket_never_holds_more_than_its_capacity() {
        buckets.take("a");
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        takeAll("a");
        assertThat(buckets.take("a")).isPositive();
    }

    @Test
    void one_key_does_not_take_from_another() {
        takeAll("a");
        assertThat(buckets.take("b")).isZero();
    }

    @Test
    void a_refused_attempt_costs_nothing() {
        takeAll("a");
        for (int i = 0; i < 100; i++) {
            buckets.take("a");
        }
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(buckets.take("a")).isZero();
    }

    @Test
    void asking_for_the_wait_takes_nothing() {
        for (int i = 0; i < 10; i++) {
            assertThat(buckets.wait("a")).isZero();
        }
        takeAll("a");
        assertThat(buckets.wait("a")).isEqualTo(Duration.ofSeconds(1));
    }

    private void takeAll(String key) {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take(key)).isZero();
        }
    }
}
