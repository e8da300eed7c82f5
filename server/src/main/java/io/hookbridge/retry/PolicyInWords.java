package io.hookbridge.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says a policy in a few short sentences. */
final class PolicyInWords {

    /** From the largest to the smallest. */
    private enum Unit {
        DAY(86_400),
        HOUR(3_600),
        MINUTE(60),
        SECOND(1);

        private final long seconds;

        Unit(long seconds) {
            this.seconds = seconds;
        }

        /** The largest that {@code duration} is a whole number of; hours up to three days. */
        static Unit of(Duration duration) {
            for (Unit unit : values()) {
                boolean fits = unit != DAY || duration.toDays() > 3;
                if (fits && duration.toSeconds() % unit.seconds == 0) {
                    return unit;
                }
            }
            return SECOND;
        }

        long count(Duration duration) {
            return duration.toSeconds() / seconds;
        }

        /** Such as {@code minute}, or {@code minutes} for more than one. */
        String word(long count) {
            return switch (this) {
                case DAY -> count == 1 ? "day" : "days";
                case HOUR -> count == 1 ? "hour" : "hours";
                case MINUTE -> count == 1 ? "minute" : "minutes";
                case SECOND -> count == 1 ? "second" : "seconds";
            };
        }
    }

    private PolicyInWords() {}

    static String of(RetryPolicy policy) {
        String timeout = "Each attempt may take " + duration(policy.timeout()) + ".";
        return policy.retries() == 0
                ? "One attempt, and no retry. " + timeout
                : "%s. %s %s"
                        .formatted(retries(policy), reasons(policy.statuses().words()), timeout);
    }

    private static String retries(RetryPolicy policy) {
        List<Duration> delays = new ArrayList<>();
        for (int attempt = 1; attempt <= policy.retries(); attempt++) {
            delays.add(policy.delayAfter(attempt));
        }
        String count = policy.retries() == 1 ? "one retry" : policy.retries() + " retries";
        String attempts = "Up to " + policy.attempts() + " attempts: the first at once, ";
        boolean isEven = delays.stream().distinct().count() == 1;
        return delays.size() > 1 && isEven
                ? attempts + "then " + count + ", " + duration(delays.getFirst()) + " apart"
                : attempts + "then " + count + " after " + list(delays);
    }

    private static String reasons(List<String> statuses) {
        return statuses.isEmpty()
                ? "Tried again only where there was no complete answer."
                : "Tried again after %s, and where there was no complete answer."
                        .formatted(and(statuses));
    }

    private static String duration(Duration duration) {
        Unit unit = Unit.of(duration);
        long count = unit.count(duration);
        return count + " " + unit.word(count);
    }

    /** Names a unit once where it is the same for several in a row, with the last of them. */
    private static String list(List<Duration> delays) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < delays.size(); i++) {
            Duration delay = delays.get(i);
            boolean unitFollows =
                    i + 1 < delays.size() && Unit.of(delays.get(i + 1)) == Unit.of(delay);
            words.add(unitFollows ? Long.toString(Unit.of(delay).count(delay)) : duration(delay));
        }
        return and(words);
    }

    private static String and(List<String> words) {
        return words.size() == 1
                ? words.getFirst()
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }
}
