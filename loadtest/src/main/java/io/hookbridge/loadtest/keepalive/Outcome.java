package io.hookbridge.loadtest.keepalive;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What came of messages.
 *
 * @param accepted with 202
 * @param delivered as the server has it
 * @param attempts all of them
 * @param kept of these, those that were answered on a kept connection
 * @param second of these, those that were sent once more on a new connection
 * @param twice how often a message was handled that had been handled before
 * @param unexplained of these, those that no second try or failed attempt explains
 * @param lost accepted, and neither delivered nor waiting for another attempt after a failed one
 * @param untrue delivered as the server has it, and never handled
 * @param theirs failed attempts that the receiver caused, by how they failed
 * @param ours all others
 */
record Outcome(
        long accepted,
        long delivered,
        long attempts,
        long kept,
        long second,
        long twice,
        long unexplained,
        long lost,
        long untrue,
        Map<String, Long> theirs,
        Map<String, Long> ours) {

    private static final Outcome NOTHING =
            new Outcome(0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of());

    /** What a failed attempt may be blamed on. */
    enum Circumstances {
        /** Answers every request with 200. */
        FAULTLESS,

        /** Is somebody else's and may answer as it likes, but nobody touches it. */
        LEFT_ALONE,

        /** The same, and is reloaded meanwhile: it may refuse and close new connections. */
        RELOADED
    }

    /**
     * Holds what the server has written down against what the receiver handled.
     *
     * @param accepted how many messages
     * @param handled how often, by message
     */
    static Outcome of(
            long accepted,
            List<Attempt> attempts,
            Map<UUID, Integer> handled,
            Circumstances circumstances) {
        Map<UUID, Integer> reasons = new HashMap<>();
        Set<UUID> delivered = new HashSet<>();
        Map<String, Long> theirs = new TreeMap<>();
        Map<String, Long> ours = new TreeMap<>();
        long kept = 0;
        long second = 0;
        for (Attempt attempt : attempts) {
            // Of a connection that ended nobody knows whether the request was handled.
            int again = (attempt.second() ? 1 : 0) + (attempt.succeeded() ? 0 : 1);
            reasons.merge(
                    attempt.message(),
                    circumstances == Circumstances.FAULTLESS ? 0 : again,
                    Integer::sum);
            kept += attempt.kept() ? 1 : 0;
            second += attempt.second() ? 1 : 0;
            if (attempt.succeeded()) {
                delivered.add(attempt.message());
            } else {
                (isCausedBy(circumstances, attempt) ? theirs : ours)
                        .merge(attempt.failure(), 1L, Long::sum);
            }
        }
        long twice = 0;
        long unexplained = 0;
        for (Map.Entry<UUID, Integer> reason : reasons.entrySet()) {
            int more = Math.max(0, handled.getOrDefault(reason.getKey(), 0) - 1);
            twice += more;
            unexplained += Math.max(0, more - reason.getValue());
        }
        return new Outcome(
                accepted,
                delivered.size(),
                attempts.size(),
                kept,
                second,
                twice,
                unexplained,
                Math.max(0, accepted - reasons.size()),
                delivered.stream().filter(message -> !handled.containsKey(message)).count(),
                theirs,
                ours);
    }

    private static boolean isCausedBy(Circumstances circumstances, Attempt attempt) {
        return switch (circumstances) {
            case FAULTLESS -> false;
            case LEFT_ALONE -> attempt.status() != null;
            // A kept connection that ends is no failure, but a reason to try a new one.
            case RELOADED -> attempt.status() != null || !attempt.kept();
        };
    }

    /** All together. */
    static Outcome sum(Collection<Outcome> outcomes) {
        return outcomes.stream().reduce(NOTHING, Outcome::plus);
    }

    private Outcome plus(Outcome other) {
        return new Outcome(
                accepted + other.accepted,
                delivered + other.delivered,
                attempts + other.attempts,
                kept + other.kept,
                second + other.second,
                twice + other.twice,
                unexplained + other.unexplained,
                lost + other.lost,
                untrue + other.untrue,
                plus(theirs, other.theirs),
                plus(ours, other.ours));
    }

    private static Map<String, Long> plus(Map<String, Long> some, Map<String, Long> others) {
        Map<String, Long> all = new TreeMap<>(some);
        others.forEach((failure, count) -> all.merge(failure, count, Long::sum));
        return all;
    }

    boolean isBad() {
        return !ours.isEmpty() || unexplained > 0 || lost > 0 || untrue > 0;
    }
}
