package io.hookbridge.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Delays as people write them, such as {@code 30s, 5m, 2h, 1d}. */
public final class DelayWords {

    private static final Pattern WORD = Pattern.compile("(\\d{1,7})\\s?([smhd])");

    private DelayWords() {}

    /**
     * Empty if one of the words is no delay that a policy may have, or there are none or too many.
     */
    public static Optional<List<Duration>> read(String text) {
        List<Duration> delays = new ArrayList<>();
        for (String word : text.strip().split("\\s*,\\s*", -1)) {
            Optional<Duration> delay = delay(word);
            if (delay.isEmpty()) {
                return Optional.empty();
            }
            delays.add(delay.get());
        }
        return delays.size() <= RetryPolicy.MOST_RETRIES ? Optional.of(delays) : Optional.empty();
    }

    private static Optional<Duration> delay(String word) {
        Matcher matcher = WORD.matcher(word);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        Duration delay =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        return Optional.of(delay).filter(it -> !RetryPolicy.isNoDelay(it));
    }

    /** The same delays, as {@link #read} reads them. */
    public static String of(List<Duration> delays) {
        return delays.stream().map(DelayWords::word).collect(Collectors.joining(", "));
    }

    private static String word(Duration delay) {
        long seconds = delay.toSeconds();
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
