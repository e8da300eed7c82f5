package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Sent;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** How long messages waited that had been accepted just before something broke. */
final class Takeover {

    /** Those that were accepted so shortly before it. */
    private static final Duration BEFORE = Duration.ofSeconds(5);

    private Takeover() {}

    /**
     * The time in nanoseconds from the disruption until the last of them arrived for the first
     * time; 0 if all had arrived before. A message whose first attempt failed does not count, since
     * it waits for its retry.
     */
    static long slowest(Evidence evidence, Disruption disruption) {
        Map<UUID, Reception> first = evidence.firstReceptions();
        long slowest = 0;
        for (Sent sent : evidence.sent().values()) {
            if (sent instanceof Sent.Accepted(UUID message, long at)
                    && at - disruption.begin() <= 0
                    && disruption.begin() - at <= BEFORE.toNanos()) {
                Reception reception = first.get(message);
                if (reception != null && reception.attempt() == 1) {
                    slowest = Math.max(slowest, reception.at() - disruption.begin());
                }
            }
        }
        return slowest;
    }
}
