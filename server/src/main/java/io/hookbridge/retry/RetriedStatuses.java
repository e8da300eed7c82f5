package io.hookbridge.retry;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * After which answers a delivery is tried again.
 *
 * @param words each a status from 300 to 599, such as {@code 408}, or all of a hundred, such as
 *     {@code 5xx}
 */
public record RetriedStatuses(List<String> words) {

    /** The most words. */
    public static final int MOST = 50;

    /** A receiver that wants nothing more is not asked again, whatever was chosen. */
    public static final int GONE = 410;

    private static final Pattern WORD = Pattern.compile("[345](?:\\d\\d|xx)");

    public RetriedStatuses {
        words = List.copyOf(words);
        if (words.size() > MOST || !words.stream().allMatch(it -> WORD.matcher(it).matches())) {
            throw new IllegalArgumentException("words that stand for no statuses");
        }
    }

    /** Empty if one of the words stands for no status, or there are too many. */
    public static Optional<RetriedStatuses> of(List<String> words) {
        return words.size() <= MOST && words.stream().allMatch(it -> WORD.matcher(it).matches())
                ? Optional.of(new RetriedStatuses(words))
                : Optional.empty();
    }

    /** Never {@link #GONE}. */
    public boolean contains(int status) {
        String exact = Integer.toString(status);
        String hundred = status / 100 + "xx";
        return status != GONE && (words.contains(exact) || words.contains(hundred));
    }
}
