package io.hookbridge.loadtest.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What an answer of the API says that may come from a replica, held against what must be.
 *
 * @param age of it when it was asked for; empty if it is of the primary
 * @param compared messages that had to be in it, and were
 * @param wrong moments that cannot be, and messages that are missing, in words
 */
record LookAnswer(Optional<Duration> age, int compared, List<String> wrong) {

    /** {@code HOOKBRIDGE_READ_LAG_SECONDS} as it is without being set, and what looks may take. */
    static final Duration OLDEST = Duration.ofMillis(5_000 + 5_250);

    /** For what is lost between two readings of two clocks. */
    static final Duration CLOCKS = Duration.ofMillis(50);

    private static final Pattern AS_OF = Pattern.compile("\"as_of\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern MESSAGE =
            Pattern.compile("\"message_id\"\\s*:\\s*\"([0-9a-f-]{36})\"");

    /**
     * @param begin when it was asked for
     * @param end when it was there
     */
    static LookAnswer of(String body, Instant begin, Instant end) {
        return listing(body, begin, end, Map.of());
    }

    /**
     * The same of a page of messages, the newest first: it has what was accepted before its moment
     * and is not older than the page.
     *
     * @param accepted when senders were told of messages
     */
    static LookAnswer listing(
            String body, Instant begin, Instant end, Map<UUID, Instant> accepted) {
        List<String> wrong = new ArrayList<>();
        Optional<Instant> asOf =
                AS_OF.matcher(body).results().findFirst().map(one -> Instant.parse(one.group(1)));
        asOf.ifPresent(moment -> {
            if (moment.isAfter(end.plus(CLOCKS))) {
                wrong.add("at %s it is as of %s, which is later".formatted(end, moment));
            }
            if (moment.isBefore(begin.minus(OLDEST).minus(CLOCKS))) {
                wrong.add("at %s it is as of %s, which is too old".formatted(begin, moment));
            }
        });
        int compared = compare(body, asOf.orElse(begin).minus(CLOCKS), accepted, wrong);
        return new LookAnswer(
                asOf.map(moment -> Duration.between(moment, begin)), compared, List.copyOf(wrong));
    }

    private static int compare(
            String body, Instant moment, Map<UUID, Instant> accepted, List<String> wrong) {
        Set<String> listed = new HashSet<>();
        String oldest = null;
        for (var message : MESSAGE.matcher(body).results().toList()) {
            oldest = message.group(1);
            listed.add(oldest);
        }
        if (oldest == null) {
            return 0;
        }
        int compared = 0;
        for (Map.Entry<UUID, Instant> one : accepted.entrySet()) {
            String id = one.getKey().toString();
            // As texts ids stand in the order of their times.
            if (one.getValue().isBefore(moment) && id.compareTo(oldest) >= 0) {
                if (listed.contains(id)) {
                    compared++;
                } else {
                    wrong.add("%s was accepted before %s and is missing".formatted(id, moment));
                }
            }
        }
        return compared;
    }
}
