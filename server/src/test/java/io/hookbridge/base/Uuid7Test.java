package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

@Tag("unit")
class Uuid7Test {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");

    @Test
    void an_id_carries_version_variant_and_the_time_in_milliseconds() {
        UUID id = new Uuid7(InstantSource.fixed(NOW)).next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void ids_rise_through_a_burst_that_overflows_a_millisecond() {
        Uuid7 ids = new Uuid7(InstantSource.fixed(NOW));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next().toString());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void ids_rise_when_the_clock_steps_back() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        Uuid7 ids = new Uuid7(now::get);
        String before = ids.next().toString();
        now.set(NOW.minusSeconds(60));

        assertThat(ids.next().toString()).isGreaterThan(before);
    }
}
