package io.hookbridge.loadtest.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * All that is known at the end of a run, when nothing moves any more.
 *
 * @param start of the run, by {@code System.nanoTime}
 * @param sent by number
 * @param receptions in no order
 * @param stored every row of every message
 * @param cancelled the messages that we gave up ourselves
 */
record Evidence(
        long start,
        Map<Integer, Sent> sent,
        List<Reception> receptions,
        List<StoredMessage> stored,
        Set<UUID> cancelled,
        List<Disruption> disruptions,
        Figures figures) {

    Evidence withReceptions(List<Reception> others) {
        return new Evidence(start, sent, others, stored, cancelled, disruptions, figures);
    }

    Evidence withStored(List<StoredMessage> others) {
        return new Evidence(start, sent, receptions, others, cancelled, disruptions, figures);
    }

    Evidence withFigures(Figures others) {
        return new Evidence(start, sent, receptions, stored, cancelled, disruptions, others);
    }
}
