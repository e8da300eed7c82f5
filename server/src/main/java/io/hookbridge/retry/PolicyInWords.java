package io.hookbridge.retry;

import io.hookbridge.http.page.Phrases;

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

        /** Such as {@code 2 hours}. */
        String say(Duration duration, Phrases phrases) {
            long count = count(duration);
            return switch (this) {
                case DAY -> phrases.say("retry.days", count);
                case HOUR -> phrases.say("retry.hours", count);
                case MINUTE -> phrases.say("retry.minutes", count);
                case SECOND -> phrases.say("retry.seconds", count);
            };
        }

        long count(Duration duration) {
            return duration.toSeconds() / seconds;
        }
    }

    private final RetryPolicy policy;
    private final Phrases phrases;

    PolicyInWords(RetryPolicy policy, Phrases phrases) {
        this.policy = policy;
        this.phrases = phrases;
    }

    String say() {
        String timeout = phrases.say("retry.timeout", duration(policy.timeout()));
        return policy.retries() == 0
                ? phrases.say("retry.once") + " " + timeout
                : retries() + " " + reasons() + " " + timeout;
    }

    private String retries() {
        List<Duration> delays = new ArrayList<>();
        for (int attempt = 1; attempt <= policy.retries(); attempt++) {
            delays.add(policy.delayAfter(attempt));
        }
        if (delays.size() == 1) {
            return phrases.say("retry.one", policy.attempts(), duration(delays.getFirst()));
        }
        boolean isEven = delays.stream().distinct().count() == 1;
        return isEven
                ? phrases.say(
                        "retry.even",
                        policy.attempts(),
                        policy.retries(),
                        duration(delays.getFirst()))
                : phrases.say("retry.several", policy.attempts(), policy.retries(), list(delays));
    }

    private String reasons() {
        List<String> statuses = policy.statuses().words();
        return statuses.isEmpty()
                ? phrases.say("retry.reasons.none")
                : phrases.say("retry.reasons", and(statuses));
    }

    private String duration(Duration duration) {
        return Unit.of(duration).say(duration, phrases);
    }

    /** Names a unit once where it is the same for several in a row, with the last of them. */
    private String list(List<Duration> delays) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < delays.size(); i++) {
            Duration delay = delays.get(i);
            boolean unitFollows =
                    i + 1 < delays.size() && Unit.of(delays.get(i + 1)) == Unit.of(delay);
            words.add(unitFollows ? Long.toString(Unit.of(delay).count(delay)) : duration(delay));
        }
        return and(words);
    }

    private String and(List<String> words) {
        return words.size() == 1
                ? words.getFirst()
                : phrases.say(
                        "retry.and",
                        String.join(", ", words.subList(0, words.size() - 1)),
                        words.getLast());
    }
}
