package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Sent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the evidence says.
 *
 * @param accepted messages that the sender has the promise for
 * @param inDoubt messages that it got no answer for
 * @param inDoubtStored those of them that were stored: the promise holds for them as well
 * @param delivered all stored messages that are delivered, and so on
 * @param acknowledged events that are
 * @param lost accepted messages that are nowhere
 * @param repeats deliveries of what was delivered before
 * @param violations of the promise; empty is what one wants to see
 */
record Verdict(
        long accepted,
        long inDoubt,
        long inDoubtStored,
        long delivered,
        long acknowledged,
        long dead,
        long pending,
        long lost,
        List<Repeat> repeats,
        long lostLeases,
        List<String> violations) {

    static Verdict of(Evidence evidence) {
        return new Judgement(evidence).verdict();
    }

    boolean holds() {
        return violations.isEmpty();
    }

    /** The repeats of what was under way when such a thing was broken. */
    List<Repeat> repeats(Disruption.Kind kind) {
        return repeats.stream()
                .filter(repeat -> repeat.cause().map(Disruption::kind).equals(Optional.of(kind)))
                .toList();
    }

    List<Repeat> unexplained() {
        return repeats.stream().filter(repeat -> repeat.cause().isEmpty()).toList();
    }

    /** Goes through the evidence once. */
    private static final class Judgement {

        private final Evidence evidence;
        private final Map<String, List<String>> violations = new HashMap<>();
        private final Map<UUID, List<StoredMessage>> stored = new HashMap<>();
        private final Map<UUID, List<Reception>> arrived = new HashMap<>();

        Judgement(Evidence evidence) {
            this.evidence = evidence;
            for (StoredMessage message : evidence.stored()) {
                stored.computeIfAbsent(message.id(), _ -> new ArrayList<>(1)).add(message);
            }
            // Times of System.nanoTime can only be compared by their differences.
            long base = System.nanoTime();
            evidence.receptions().stream()
                    .filter(Reception::answered)
                    .sorted(Comparator.comparingLong(reception -> reception.at() - base))
                    .forEach(reception ->
                            arrived.computeIfAbsent(reception.message(), _ -> new ArrayList<>(1))
                                    .add(reception));
        }

        Verdict verdict() {
            judgeStored();
            judgeReceptions();
            judgeConsumed();
            judgeSums();
            judgeDoubts();
            List<Repeat> repeats = repeats();
            judgeRepeats(repeats);
            long lost = judgeAccepted();
            long doubted =
                    evidence.sent().values().stream()
                            .filter(Sent.InDoubt.class::isInstance)
                            .count();
            return new Verdict(
                    evidence.sent().values().stream()
                            .filter(Sent.Accepted.class::isInstance)
                            .count(),
                    doubted,
                    evidence.stored().stream()
                            .filter(message ->
                                    evidence.sent().get(message.number()) instanceof Sent.InDoubt)
                            .count(),
                    withStatus("succeeded"),
                    withStatus(StoredMessage.ACKNOWLEDGED),
                    withStatus("failed_permanent"),
                    evidence.stored().stream().filter(StoredMessage::pending).count(),
                    lost,
                    repeats,
                    evidence.figures().lostLeases(),
                    sentences());
        }

        private long withStatus(String status) {
            return evidence.stored().stream()
                    .filter(message -> !message.pending() && message.status().equals(status))
                    .count();
        }

        private long judgeAccepted() {
            long lost = 0;
            for (Map.Entry<Integer, Sent> entry : evidence.sent().entrySet()) {
                switch (entry.getValue()) {
                    case Sent.Accepted(UUID message, _) -> {
                        if (!stored.containsKey(message)) {
                            lost++;
                            violated("accepted and lost", message);
                        }
                    }
                    case Sent.Refused(String answer) -> violated("refused", answer);
                    case Sent.InDoubt _ -> {}
                }
            }
            return lost;
        }

        private void judgeStored() {
            Set<Integer> numbers = new HashSet<>();
            for (List<StoredMessage> rows : stored.values()) {
                StoredMessage message = rows.getFirst();
                if (rows.size() > 1) {
                    violated("both pending and finished", message.id());
                }
                if (!numbers.add(message.number())) {
                    violated("stored twice", message.id());
                }
                if (message.number() < 0) {
                    violated("stored changed", message.id());
                }
                if (message.pending()) {
                    violated("neither delivered nor given up in time", message.id());
                }
                if (message.attempts() != message.attemptCount()) {
                    violated("attempts that are counted but not written down", message.id());
                }
                if (message.status().equals("succeeded") && !hasArrived(message)) {
                    violated("called delivered, but never answered by the receiver", message.id());
                }
                if (message.status().equals("failed_permanent")
                        && !evidence.cancelled().contains(message.id())) {
                    violated("given up by the server", message.id());
                }
            }
        }

        /** Whether the attempt that is said to have succeeded was answered. */
        private boolean hasArrived(StoredMessage message) {
            return arrived.getOrDefault(message.id(), List.of()).stream()
                    .anyMatch(reception -> reception.attempt() == message.attemptCount());
        }

        private void judgeReceptions() {
            for (Reception reception : evidence.receptions()) {
                List<StoredMessage> rows = stored.get(reception.message());
                if (reception.number() < 0) {
                    violated("arrived changed", reception.message());
                } else if (rows == null) {
                    violated("arrived without being stored", reception.message());
                } else if (rows.getFirst().number() != reception.number()) {
                    violated("arrived with another's payload", reception.message());
                }
            }
        }

        private void judgeConsumed() {
            evidence.consumed()
                    .numbers()
                    .forEach((event, number) -> {
                        List<StoredMessage> rows = stored.get(event);
                        if (number < 0) {
                            violated("fetched changed", event);
                        } else if (rows == null || rows.getFirst().number() != number) {
                            violated("fetched without being stored so", event);
                        }
                    });
            evidence.consumed()
                    .acknowledged()
                    .forEach((event, times) -> {
                        List<StoredMessage> rows = stored.get(event);
                        if (times > 1) {
                            violated("acknowledged twice", event);
                        }
                        if (rows != null
                                && !rows.getFirst().status().equals(StoredMessage.ACKNOWLEDGED)) {
                            violated("called acknowledged, and is not", event);
                        }
                    });
        }

        private List<Repeat> repeats() {
            List<Repeat> repeats = new ArrayList<>();
            for (List<Reception> deliveries : arrived.values()) {
                for (int i = 1; i < deliveries.size(); i++) {
                    repeats.add(
                            Repeat.of(
                                    deliveries.get(i - 1),
                                    deliveries.get(i),
                                    evidence.disruptions()));
                }
            }
            return repeats;
        }

        private void judgeRepeats(List<Repeat> repeats) {
            repeats.stream()
                    .filter(repeat -> repeat.cause().isEmpty())
                    .forEach(repeat ->
                            violated(
                                    "delivered twice without a reason",
                                    repeat.describe(evidence.start())));
            long paused =
                    repeats.stream()
                            .flatMap(repeat -> repeat.cause().stream())
                            .filter(cause -> cause.kind() == Disruption.Kind.SERVER_PAUSE)
                            .count();
            if (paused > evidence.figures().lostLeases()) {
                violated(
                        "delivered twice without noticing that the lease was lost",
                        paused + " repeats, " + evidence.figures().lostLeases() + " noticed");
            }
        }

        private void judgeSums() {
            if (evidence.figures().usage() != stored.size()) {
                violated(
                        "counted for billing otherwise than stored",
                        evidence.figures().usage() + " and " + stored.size());
            }
            if (evidence.figures().lateWrites() != 0) {
                violated(
                        "stored by nodes that others had taken over from",
                        evidence.figures().lateWrites() + " messages");
            }
            if (evidence.figures().difference() != 0) {
                violated("a difference in the server's ledger", evidence.figures().difference());
            }
        }

        private void judgeDoubts() {
            for (Disruption disruption : Doubt.tooLong(evidence)) {
                violated(
                        "delivered later than %d s after a commit in doubt"
                                .formatted(Doubt.LONGEST.toSeconds()),
                        disruption.kind().words());
            }
        }

        private void violated(String rule, Object example) {
            violations.computeIfAbsent(rule, _ -> new ArrayList<>()).add(example.toString());
        }

        private List<String> sentences() {
            return violations.entrySet().stream()
                    .map(rule ->
                            "%d %s, for example %s"
                                    .formatted(
                                            rule.getValue().size(),
                                            rule.getKey(),
                                            rule.getValue().getFirst()))
                    .sorted()
                    .toList();
        }
    }
}
