package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.conformance.MessageTables.Ended;
import io.hookbridge.conformance.WebhookReceiver.Reception;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * What servers have answered about messages, what they were asked and did not answer, and whether
 * it was kept.
 */
final class Promises {

    private final Set<UUID> accepted = new HashSet<>();

    /** When it was answered by {@code System.nanoTime}; null if it was not. */
    private final Map<UUID, @Nullable Long> deletions = new HashMap<>();

    private final Map<UUID, @Nullable Long> cancellations = new HashMap<>();

    /** The bodies of requests that sent a message with a key and were not answered. */
    private final Map<String, String> unanswered = new LinkedHashMap<>();

    private final Set<UUID> expired = new HashSet<>();

    void accepted(UUID message) {
        accepted.add(message);
    }

    void askedWithKey(String key, String body) {
        unanswered.put(key, body);
    }

    void answered(String key, UUID message) {
        unanswered.remove(key);
        accepted.add(message);
    }

    /** The bodies of the requests that are to be sent again, by their keys. */
    Map<String, String> unanswered() {
        return Map.copyOf(unanswered);
    }

    void askedToDelete(UUID message) {
        deletions.put(message, null);
    }

    void deleted(UUID message) {
        deletions.put(message, System.nanoTime());
    }

    void askedToCancel(UUID message) {
        cancellations.put(message, null);
    }

    void cancelled(UUID message) {
        cancellations.put(message, System.nanoTime());
    }

    /** It may be delivered in spite of its cancellation. */
    void askedToReplay(UUID message) {
        cancellations.put(message, null);
    }

    /** It will not be delivered: its payload is over. */
    void expired(UUID message) {
        expired.add(message);
    }

    /**
     * Fails unless each message ended as was promised.
     *
     * @param ended how it ended, all messages
     * @param receptions all there were, in their order
     */
    void assertKept(Map<UUID, Ended> ended, List<Reception> receptions) {
        Map<UUID, Set<Integer>> delivered = new HashMap<>();
        for (Reception reception : receptions) {
            assertThat(ended).as("what was received was stored").containsKey(reception.message());
            delivered
                    .computeIfAbsent(reception.message(), _ -> new HashSet<>())
                    .add(reception.attempt());
            assertNotAfter(reception, deletions, "deletion");
            assertNotAfter(reception, cancellations, "cancellation");
        }
        assertThat(ended.keySet()).as("what was accepted and is there").containsAll(accepted);
        ended.forEach((id, end) -> {
            if (end.deleted()) {
                assertThat(deletions).as("a deletion that was asked for").containsKey(id);
            } else {
                assertThat(deletions.get(id)).as("the deletion of %s was answered", id).isNull();
                assertThat(end.status().equals("succeeded") || mayFail(id))
                        .as("%s ended as %s", id, end)
                        .isTrue();
            }
            if (end.status().equals("succeeded")) {
                assertThat(delivered.getOrDefault(id, Set.of()))
                        .as("attempts at %s", id)
                        .contains(end.attempts());
            } else {
                assertThat(!end.status().equals("failed_permanent") || mayFail(id))
                        .as("%s ended as %s", id, end)
                        .isTrue();
            }
        });
        cancellations.forEach((id, at) -> {
            if (at != null) {
                assertThat(Objects.requireNonNull(ended.get(id)).status())
                        .as("the cancellation of %s was answered", id)
                        .isEqualTo("failed_permanent");
            }
        });
    }

    private boolean mayFail(UUID message) {
        return cancellations.containsKey(message) || expired.contains(message);
    }

    private static void assertNotAfter(
            Reception reception, Map<UUID, @Nullable Long> answers, String what) {
        Long at = answers.get(reception.message());
        assertThat(at == null || reception.at() - at < 0)
                .as("%s came after its %s was answered", reception, what)
                .isTrue();
    }
}
