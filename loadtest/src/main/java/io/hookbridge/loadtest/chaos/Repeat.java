package io.hookbridge.loadtest.chaos;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A delivery of a message that had been delivered before.
 *
 * @param before the last one before it that was answered
 * @param cause what was broken when the former one was under way
 */
record Repeat(Reception before, Reception again, Optional<Disruption> cause) {

    /** With what was broken closest to the former delivery as the cause, if any. */
    static Repeat of(Reception before, Reception again, List<Disruption> disruptions) {
        return new Repeat(
                before,
                again,
                disruptions.stream()
                        .filter(disruption -> disruption.explains(before.at(), again.at()))
                        .min(Comparator.comparingLong(one -> Math.abs(one.begin() - before.at()))));
    }

    /** How long before the disruption the former delivery arrived; negative if during it. */
    long nanosBefore() {
        return cause.map(disruption -> disruption.begin() - before.at()).orElse(0L);
    }

    /** When it happened, in seconds since {@code start}. */
    String describe(long start) {
        return "message %s, attempt %d at %.3f s, attempt %d at %.3f s"
                .formatted(
                        before.message(),
                        before.attempt(),
                        (before.at() - start) / 1e9,
                        again.attempt(),
                        (again.at() - start) / 1e9);
    }
}
