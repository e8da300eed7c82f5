package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Sent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;

/**
 * All that is known at the end of a run, when nothing moves any more.
 *
 * @param start of the run, by {@code System.nanoTime}
 * @param sent by number
 * @param unanswered when the first request of messages began that was not answered with 202, by
 *     number
 * @param receptions in no order
 * @param stored every row of every message
 * @param cancelled the messages that we gave up ourselves
 * @param consumed what the consumer knows
 */
record Evidence(
        long start,
        Map<Integer, Sent> sent,
        Map<Integer, Long> unanswered,
        List<Reception> receptions,
        List<StoredMessage> stored,
        Set<UUID> cancelled,
        Consumed consumed,
        List<Disruption> disruptions,
        Figures figures) {

    /** How many of the accepted messages that were sent have an idempotency key. */
    long acceptedWithKey() {
        return accepted(number ->
                !NumberedMessage.isReceived(number) && NumberedMessage.key(number).isPresent());
    }

    /** How many of the accepted messages were received. */
    long received() {
        return accepted(NumberedMessage::isReceived);
    }

    private long accepted(IntPredicate which) {
        return sent.entrySet().stream()
                .filter(one -> one.getValue() instanceof Sent.Accepted)
                .filter(one -> which.test(one.getKey()))
                .count();
    }

    /** The first arrival of each message. */
    Map<UUID, Reception> firstReceptions() {
        Map<UUID, Reception> first = new HashMap<>();
        for (Reception reception : receptions) {
            first.merge(
                    reception.message(),
                    reception,
                    (one, other) -> one.at() - other.at() <= 0 ? one : other);
        }
        return first;
    }

    Evidence withReceptions(List<Reception> others) {
        return new Evidence(
                start, sent, unanswered, others, stored, cancelled, consumed, disruptions, figures);
    }

    Evidence withStored(List<StoredMessage> others) {
        return new Evidence(
                start,
                sent,
                unanswered,
                receptions,
                others,
                cancelled,
                consumed,
                disruptions,
                figures);
    }

    Evidence withFigures(Figures others) {
        return new Evidence(
                start,
                sent,
                unanswered,
                receptions,
                stored,
                cancelled,
                consumed,
                disruptions,
                others);
    }

    Evidence withConsumed(Consumed other) {
        return new Evidence(
                start,
                sent,
                unanswered,
                receptions,
                stored,
                cancelled,
                other,
                disruptions,
                figures);
    }
}
