package io.hookbridge.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

@Tag("unit")
class ReconcileRulesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, false",
        "3, 3, false",
        "4, 4, true",
        "4, 79, true",
        "4, 80, false",
        "5, 100, false",
        "6, 100, true",
        "50, 1000, false",
        "51, 1000, true",
        "4, 0, true",
    })
    void more_than_three_and_more_than_five_percent_are_a_mass_change(
            int losses, int withAccess, boolean held) {
        assertThat(Brake.holds(losses, withAccess)).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource({
        "NIGHTLY, ,                     2026-11-22T10:00:00Z, true",
        "NIGHTLY, 2026-11-22T03:00:00Z, 2026-11-23T02:59:59Z, false",
        "NIGHTLY, 2026-11-22T03:00:00Z, 2026-11-23T03:00:00Z, true",
        "NIGHTLY, 2026-11-22T02:59:59Z, 2026-11-22T03:00:00Z, true",
        "NIGHTLY, 2026-11-21T10:00:00Z, 2026-11-22T02:00:00Z, false",
        "NIGHTLY, 2026-11-01T10:00:00Z, 2026-11-22T02:00:00Z, true",
        "HOURLY,  ,                     2026-11-22T10:00:00Z, true",
        "HOURLY,  2026-11-22T10:00:00Z, 2026-11-22T10:59:59Z, false",
        "HOURLY,  2026-11-22T10:00:00Z, 2026-11-22T11:00:00Z, true",
    })
    void runs_are_due_each_night_at_three_and_each_hour(
            ReconcileRun.Kind kind, @Nullable Instant last, Instant now, boolean due) {
        assertThat(ReconcileSchedule.isDue(kind, last, now)).isEqualTo(due);
    }
}
