package io.hookbridge.insight.metric;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * A stretch of time that ends now, in buckets of one length that lie on whole multiples of it since
 * 1970 in UTC. The last bucket is the one that now lies in, so it is still filling.
 */
public enum Window {
    HOUR("1h", Duration.ofMinutes(1), 60),
    DAY("24h", Duration.ofMinutes(15), 96),
    WEEK("7d", Duration.ofHours(1), 168),
    MONTH("30d", Duration.ofHours(6), 120),
    QUARTER("90d", Duration.ofDays(1), 90);

    /** The window of a request that names none. */
    public static final Window USUAL = DAY;

    private final String word;
    private final Duration bucket;
    private final int buckets;

    Window(String word, Duration bucket, int buckets) {
        this.word = word;
        this.bucket = bucket;
        this.buckets = buckets;
    }

    /**
     * What the query parameter {@code window} asks for; {@link #USUAL} if it is absent.
     *
     * @throws ApiError {@code INVALID_REQUEST} for a word that is none of a window
     */
    public static Window of(Call call) {
        return call.query("window").map(Window::of).orElse(USUAL);
    }

    private static Window of(String word) {
        return Arrays.stream(values())
                .filter(window -> window.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () -> ApiError.invalidRequest("window must be 1h, 24h, 7d, 30d or 90d"));
    }

    /** The word of the API. */
    public String word() {
        return word;
    }

    /** How long each bucket is. */
    public Duration bucket() {
        return bucket;
    }

    public int buckets() {
        return buckets;
    }

    /** The beginning of the first bucket. */
    public Instant start(Instant now) {
        return end(now).minus(bucket.multipliedBy(buckets));
    }

    /** The end of the last bucket; after {@code now}. */
    public Instant end(Instant now) {
        long length = bucket.toMillis();
        return Instant.ofEpochMilli((Math.floorDiv(now.toEpochMilli(), length) + 1) * length);
    }

    /** The table that its buckets are added up from. */
    String table() {
        return switch (this) {
            case HOUR, DAY -> "message_count_minute";
            case WEEK, MONTH -> "message_count_hour";
            case QUARTER -> "message_count_day";
        };
    }
}
