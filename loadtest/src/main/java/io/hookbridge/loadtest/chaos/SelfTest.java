package io.hookbridge.loadtest.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Spoils the evidence of a run in several ways, each of which the verdict must notice. */
final class SelfTest {

    private SelfTest() {}

    /** The faults that stayed unnoticed, in words. */
    static List<String> unnoticed(Evidence evidence) {
        Map<String, Evidence> spoiled = new LinkedHashMap<>();
        UUID delivered = delivered(evidence);
        spoiled.put(
                "a delivery that the receiver has no record of",
                evidence.withReceptions(
                        evidence.receptions().stream()
                                .filter(reception -> !reception.message().equals(delivered))
                                .toList()));
        spoiled.put(
                "an accepted message that is not stored",
                evidence.withStored(
                        evidence.stored().stream()
                                .filter(message -> !message.id().equals(delivered))
                                .toList()));
        spoiled.put("a delivery made twice in calm weather", withRepeat(evidence, delivered));
        spoiled.put("a message stored twice", withSecondRow(evidence, delivered));
        spoiled.put("a stored payload that has changed", withChangedPayload(evidence, delivered));
        evidence.consumed().acknowledged().keySet().stream()
                .findFirst()
                .ifPresent(event -> {
                    spoiled.put("an event acknowledged twice", withSecondTime(evidence, event));
                    spoiled.put("an acknowledgement that is gone", asIfFetched(evidence, event));
                });
        return spoiled.entrySet().stream()
                .filter(fault -> Verdict.of(fault.getValue()).holds())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The one that arrived first of all, before anything was broken. */
    private static UUID delivered(Evidence evidence) {
        Set<UUID> succeeded =
                evidence.stored().stream()
                        .filter(message -> message.status().equals("succeeded"))
                        .map(StoredMessage::id)
                        .collect(Collectors.toSet());
        return evidence.receptions().stream()
                .filter(Reception::answered)
                .filter(reception -> succeeded.contains(reception.message()))
                .min(Comparator.comparingLong(Reception::at))
                .orElseThrow()
                .message();
    }

    /** Right after the first time, before anything could have been broken in between. */
    private static Evidence withRepeat(Evidence evidence, UUID delivered) {
        List<Reception> receptions = new ArrayList<>(evidence.receptions());
        Reception once =
                receptions.stream()
                        .filter(reception -> reception.message().equals(delivered))
                        .filter(Reception::answered)
                        .min(Comparator.comparingLong(Reception::at))
                        .orElseThrow();
        receptions.add(
                new Reception(once.message(), once.attempt(), once.number(), once.at() + 1, true));
        return evidence.withReceptions(receptions);
    }

    private static Evidence withSecondTime(Evidence evidence, UUID event) {
        Map<UUID, Integer> times = new HashMap<>(evidence.consumed().acknowledged());
        times.put(event, 2);
        return evidence.withConsumed(new Consumed(evidence.consumed().numbers(), times));
    }

    private static Evidence asIfFetched(Evidence evidence, UUID event) {
        return evidence.withStored(
                evidence.stored().stream()
                        .map(message ->
                                message.id().equals(event)
                                        ? new StoredMessage(
                                                event, message.number(), "fetched", false, 0, 0)
                                        : message)
                        .toList());
    }

    private static Evidence withChangedPayload(Evidence evidence, UUID delivered) {
        return evidence.withStored(
                evidence.stored().stream()
                        .map(message ->
                                message.id().equals(delivered)
                                        ? new StoredMessage(
                                                delivered,
                                                -1,
                                                message.status(),
                                                message.pending(),
                                                message.attemptCount(),
                                                message.attempts())
                                        : message)
                        .toList());
    }

    private static Evidence withSecondRow(Evidence evidence, UUID delivered) {
        List<StoredMessage> stored = new ArrayList<>(evidence.stored());
        stored.add(
                stored.stream()
                        .filter(message -> message.id().equals(delivered))
                        .findFirst()
                        .orElseThrow());
        return evidence.withStored(stored);
    }
}
