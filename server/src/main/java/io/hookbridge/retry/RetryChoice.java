package io.hookbridge.retry;

import io.hookbridge.base.Json;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.JsonBody;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an endpoint or a project says of retries; null is what it leaves to the project, or to the
 * installation.
 *
 * @param attempts where there are delays, one more than those unless it is said
 */
public record RetryChoice(
        @Nullable List<Duration> delays,
        @Nullable Integer attempts,
        @Nullable RetriedStatuses statuses,
        @Nullable Duration timeout) {

    /** Leaves everything to others. */
    public static final RetryChoice NONE = new RetryChoice(null, null, null, null);

    /** The member of a request, and of what it is about. */
    public static final String MEMBER = "retry_policy";

    private static final String DELAYS = "delays_seconds";
    private static final String ATTEMPTS = "attempts";
    private static final String STATUSES = "retry_statuses";
    private static final String TIMEOUT = "timeout_seconds";

    private static final List<String> MEMBERS = List.of(DELAYS, ATTEMPTS, STATUSES, TIMEOUT);

    /**
     * The member of a request; null if it has none.
     *
     * @throws ApiError {@code INVALID_REQUEST}
     */
    public static @Nullable RetryChoice in(JsonBody body) {
        return body.object(MEMBER, MEMBERS).map(RetryChoice::read).orElse(null);
    }

    private static RetryChoice read(JsonBody object) {
        return new RetryChoice(
                object.integers(DELAYS, 1, (int) RetryPolicy.LONGEST_DELAY.toSeconds())
                        .map(RetryChoice::delays)
                        .orElse(null),
                object.integer(ATTEMPTS, 1, RetryPolicy.MOST_RETRIES + 1).orElse(null),
                object.texts(STATUSES).map(RetryChoice::statuses).orElse(null),
                object.integer(TIMEOUT, 1, (int) RetryPolicy.LONGEST_TIMEOUT.toSeconds())
                        .map(Duration::ofSeconds)
                        .orElse(null));
    }

    private static List<Duration> delays(List<Integer> seconds) {
        if (seconds.isEmpty() || seconds.size() > RetryPolicy.MOST_RETRIES) {
            throw ApiError.invalidRequest(
                    DELAYS + " must have 1 to " + RetryPolicy.MOST_RETRIES + " numbers");
        }
        return seconds.stream().map(Duration::ofSeconds).toList();
    }

    private static RetriedStatuses statuses(List<String> words) {
        return RetriedStatuses.of(words)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                STATUSES
                                        + " must be statuses from 300 to 599, or hundreds such as \"5xx\", "
                                        + RetriedStatuses.MOST
                                        + " at most"));
    }

    /** What was stored as {@link #stored}; null for nothing. */
    public static RetryChoice ofStored(@Nullable String json) {
        return json == null ? NONE : read(new JsonBody((ObjectNode) Json.MAPPER.readTree(json)));
    }

    /** Null if it leaves everything to others. */
    public @Nullable String stored() {
        return isNone() ? null : Json.MAPPER.writeValueAsString(view());
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** The members that were said, in JSON. */
    public Map<String, Object> view() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (delays != null) {
            json.put(DELAYS, delays.stream().map(Duration::toSeconds).toList());
        }
        if (attempts != null) {
            json.put(ATTEMPTS, attempts);
        }
        if (statuses != null) {
            json.put(STATUSES, statuses.words());
        }
        if (timeout != null) {
            json.put(TIMEOUT, timeout.toSeconds());
        }
        return json;
    }

    /** What holds: what was said, and the rest as {@code others} have it. */
    public RetryPolicy over(RetryPolicy others) {
        if (isNone()) {
            return others;
        }
        int usual = delays == null ? others.attempts() : delays.size() + 1;
        return new RetryPolicy(
                delays == null ? others.delays() : delays,
                attempts == null ? usual : attempts,
                statuses == null ? others.statuses() : statuses,
                timeout == null ? others.timeout() : timeout);
    }
}
