package io.hookbridge.insight.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.insight.health.EndpointDay.Hour;
import io.hookbridge.outbound.endpoint.Endpoint.Pause;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;

@Tag("unit")
class HealthTest {

    private static final Instant NOW = Instant.parse("2026-11-22T09:30:00Z");
    private static final Instant THIS_HOUR = Instant.parse("2026-11-22T09:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "100, 100, OK",
        "100, 98, OK",
        "100, 97, DEGRADED",
        "100, 50, DEGRADED",
        "100, 49, FAILING",
        "1, 0, FAILING",
        "0, 0, IDLE"
    })
    void the_share_of_good_answers_decides(long attempts, long good, Health health) {
        assertThat(Health.of(null, day(attempts, good))).isEqualTo(health);
    }

    @Test
    void an_endpoint_that_is_paused_is_judged_by_who_paused_it() {
        assertThat(Health.of(Pause.REQUESTED, day(10, 0))).isEqualTo(Health.PAUSED);
        assertThat(Health.of(Pause.GONE, day(10, 10))).isEqualTo(Health.GONE);
    }

    @Test
    void what_was_long_ago_counts_only_while_nothing_newer_is_known() {
        Hour longAgo = new Hour(THIS_HOUR.minusSeconds(5 * 3600), 10, 0, 10, 0);
        Hour lately = new Hour(THIS_HOUR.minusSeconds(3600), 10, 0, 10, 10);

        assertThat(Health.of(null, EndpointDay.of(List.of(longAgo, lately), NOW)))
                .isEqualTo(Health.OK);
        assertThat(Health.of(null, EndpointDay.of(List.of(longAgo), NOW)))
                .isEqualTo(Health.FAILING);
    }

    @Test
    void a_day_has_24_hours_whatever_is_known_of_them() {
        EndpointDay day =
                EndpointDay.of(
                        List.of(
                                new Hour(THIS_HOUR, 2, 1, 3, 2),
                                new Hour(THIS_HOUR.minusSeconds(23 * 3600), 4, 0, 4, 4)),
                        NOW);

        assertThat(day.hours()).hasSize(24);
        assertThat(day.hours().getLast().failedAttempts()).isEqualTo(1);
        assertThat(day.total().attempts()).isEqualTo(7);
        assertThat(day.total().accepted()).isEqualTo(6);
    }

    private static EndpointDay day(long attempts, long good) {
        return EndpointDay.of(List.of(new Hour(THIS_HOUR, attempts, 0, attempts, good)), NOW);
    }
}
