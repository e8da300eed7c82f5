package io.hookbridge.loadtest.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How long messages waited whose commit was in doubt: PostgreSQL had them, and the server could not
 * know it.
 */
final class Doubt {

    /** The lease of a server, and five seconds. */
    static final Duration LONGEST = Duration.ofSeconds(20 + 5);

    /** What was sent so shortly before the network broke may have been in that commit. */
    private static final Duration BEFORE = Duration.ofSeconds(1);

    private Doubt() {}

    /**
     * The longest time in nanoseconds from a first request that was not answered to the first
     * arrival of its message, which was stored all the same or with a later request; 0 for none.
     */
    static long slowest(Evidence evidence, Disruption disruption) {
        Map<UUID, Reception> first = evidence.firstReceptions();
        long slowest = 0;
        for (StoredMessage message : evidence.stored()) {
            Reception reception = first.get(message.id());
            Long began = evidence.unanswered().get(message.number());
            if (reception != null
                    && began != null
                    && began - disruption.end() <= 0
                    && disruption.begin() - began <= BEFORE.toNanos()) {
                slowest = Math.max(slowest, reception.at() - began);
            }
        }
        return slowest;
    }

    /** The disruptions after which a message came too late. */
    static List<Disruption> tooLong(Evidence evidence) {
        return evidence.disruptions().stream()
                .filter(disruption -> disruption.kind().leavesDoubt())
                .filter(disruption -> slowest(evidence, disruption) > LONGEST.toNanos())
                .toList();
    }
}
