package io.hookbridge.billing.reconcile;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** When the next run of each kind is due; a function of values. */
final class ReconcileSchedule {

    /** UTC. */
    private static final LocalTime NIGHT = LocalTime.of(3, 0);

    private static final Duration HOUR = Duration.ofHours(1);

    private ReconcileSchedule() {}

    /**
     * Whether a run has to begin. One that was missed, because no server ran, is due at once.
     *
     * @param lastStarted when the latest run of this kind began; null if there was none
     */
    static boolean isDue(ReconcileRun.Kind kind, @Nullable Instant lastStarted, Instant now) {
        if (lastStarted == null) {
            return true;
        }
        return switch (kind) {
            case NIGHTLY -> lastStarted.isBefore(lastNight(now));
            case HOURLY -> !lastStarted.plus(HOUR).isAfter(now);
        };
    }

    private static Instant lastNight(Instant now) {
        ZonedDateTime today = now.atZone(ZoneOffset.UTC).with(NIGHT);
        return (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
    }
}
