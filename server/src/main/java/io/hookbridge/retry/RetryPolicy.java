package io.hookbridge.retry;

import io.hookbridge.http.page.Phrases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often, when and after which answers a delivery is tried again, and how long an attempt may
 * take.
 *
 * @param delays before the first retry, the second and so on, at least one; the last one holds for
 *     all retries that are left
 * @param attempts in all, the first one included, at least 1
 * @param timeout from 1 to 60 seconds
 */
public record RetryPolicy(
        List<Duration> delays, int attempts, RetriedStatuses statuses, Duration timeout) {

    /** The most delays, and the most retries. */
    public static final int MOST_RETRIES = 50;

    public static final Duration LONGEST_DELAY = Duration.ofDays(7);

    public static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

    /** What holds where nobody has chosen anything: eight attempts in a week. */
    public static final RetryPolicy DEFAULT =
            ofDelays(
                    List.of(
                            Duration.ofMinutes(30),
                            Duration.ofHours(2),
                            Duration.ofHours(6),
                            Duration.ofHours(12),
                            Duration.ofHours(24),
                            Duration.ofHours(48),
                            Duration.ofHours(72)),
                    new RetriedStatuses(List.of("408", "429", "5xx")),
                    Duration.ofSeconds(15));

    /** How many seconds one second of a time-lapse stands for. */
    private static final long LAPSE = 600;

    /** By how much of itself a delay may be lengthened. */
    private static final double JITTER = 0.1;

    public RetryPolicy {
        delays = List.copyOf(delays);
        if (delays.isEmpty()
                || delays.size() > MOST_RETRIES
                || delays.stream().anyMatch(RetryPolicy::isNoDelay)
                || attempts < 1
                || attempts > MOST_RETRIES + 1
                || timeout.toSeconds() < 1
                || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a policy that cannot be kept");
        }
    }

    static boolean isNoDelay(Duration delay) {
        return delay.toSeconds() < 1 || delay.compareTo(LONGEST_DELAY) > 0;
    }

    /** One retry after each delay. */
    public static RetryPolicy ofDelays(
            List<Duration> delays, RetriedStatuses statuses, Duration timeout) {
        return new RetryPolicy(delays, delays.size() + 1, statuses, timeout);
    }

    public int retries() {
        return attempts - 1;
    }

    /**
     * The least wait after an attempt.
     *
     * @param attempt its number, from 1
     */
    public Duration delayAfter(int attempt) {
        return delays.get(Math.min(attempt, delays.size()) - 1);
    }

    /**
     * The same, lengthened by up to a tenth, so that messages which failed together do not come
     * back together.
     *
     * @param random from 0 to 1
     */
    public Duration delayAfter(int attempt, double random) {
        Duration delay = delayAfter(attempt);
        return delay.plusMillis((long) (delay.toMillis() * JITTER * random));
    }

    /**
     * The same policy in a hurry, for people who want to see it at work: 3 seconds stand for 30
     * minutes, and no wait is shorter than a second.
     *
     * @param most of the retries that are left
     */
    public RetryChoice inTimeLapse(int most) {
        List<Duration> hurried =
                delays.stream()
                        .map(delay -> Duration.ofSeconds(Math.ceilDiv(delay.toSeconds(), LAPSE)))
                        .toList();
        return new RetryChoice(hurried, Math.min(attempts, most + 1), statuses, timeout);
    }

    /**
     * How long after the first attempt each retry may come at the latest: the longest delays added
     * up; the first retry first. What the attempts themselves take, and what a receiver asks for
     * with {@code Retry-After}, is not in it.
     */
    public List<Duration> longestUntilEachRetry() {
        List<Duration> until = new ArrayList<>();
        Duration sum = Duration.ZERO;
        for (int attempt = 1; attempt < attempts; attempt++) {
            sum = sum.plus(delayAfter(attempt, 1));
            until.add(sum);
        }
        return List.copyOf(until);
    }

    /** The members of the policy in JSON, with the policy in words. */
    public Map<String, Object> view() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("delays_seconds", delays.stream().map(Duration::toSeconds).toList());
        json.put("attempts", attempts);
        json.put("retry_statuses", statuses.words());
        json.put("timeout_seconds", timeout.toSeconds());
        json.put("in_words", inWords());
        return json;
    }

    /** What a person reads of it: a few short sentences. */
    public String inWords(Phrases phrases) {
        return new PolicyInWords(this, phrases).say();
    }

    /** The same in English, as the API says it. */
    public String inWords() {
        return inWords(Phrases.ENGLISH);
    }
}
