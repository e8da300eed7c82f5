package io.hookbridge.insight.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.MessageRows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

@Tag("database")
class LedgerGaugesTest {

    @Test
    void the_gauges_are_read_anew_after_ten_seconds_and_have_no_value_without_a_database() {
        AtomicLong nanos = new AtomicLong(-5);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (TestDatabase database = TestDatabase.create();
                Database pool =
                        Database.open(
                                database.address(),
                                2,
                                new SimpleMeterRegistry(),
                                System::nanoTime)) {
            Instant now = Instant.now();
            new LedgerGauges(
                            new Ledger(pool.jdbi()),
                            new DueMessages(pool.jdbi()),
                            new OldestFetched(pool.jdbi()),
                            Duration.ofSeconds(60),
                            () -> now,
                            nanos::get)
                    .bindTo(meters);
            MessageRows rows = MessageRows.ofStranger(pool.jdbi());
            rows.message(rows.endpoint()).queued();
            assertThat(value(meters, "pending")).isEqualTo(1);
            assertThat(meters.get("hookbridge.delivery.oldest.due").gauge().value()).isPositive();

            assertThat(meters.get("hookbridge.pull.oldest.fetched").gauge().value()).isZero();

            rows.message(rows.endpoint()).queued();
            nanos.addAndGet(LedgerGauges.AGE.toNanos() - 1);
            assertThat(value(meters, "pending")).isEqualTo(1);
            nanos.addAndGet(1);
            assertThat(value(meters, "pending")).isEqualTo(2);
            assertThat(value(meters, "accepted")).isEqualTo(2);
            assertThat(value(meters, "difference")).isZero();
        }
        nanos.addAndGet(LedgerGauges.AGE.toNanos());
        assertThat(value(meters, "pending")).isNaN();
        assertThat(value(meters, "difference")).isNaN();
    }

    private static double value(SimpleMeterRegistry meters, String figure) {
        return meters.get("hookbridge.ledger").tag("figure", figure).gauge().value();
    }
}
