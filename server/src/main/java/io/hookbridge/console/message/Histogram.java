package io.hookbridge.console.message;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.message.Count;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The messages of each of the last 24 hours as bars that lead to them.
 *
 * @param bars the oldest hour first
 * @param total of all bars
 */
public record Histogram(List<Bar> bars, String total) {

    /** How high the highest bar is. */
    public static final int HEIGHT = 40;

    private static final int HOURS = 24;

    /**
     * An hour.
     *
     * @param path of the list of its messages
     * @param title the hour and its numbers
     * @param height of the bar, 0 to {@link #HEIGHT}
     * @param failed how much of it was given up
     */
    public record Bar(String path, String title, long height, long failed) {

        public boolean isEmpty() {
            return height == 0;
        }
    }

    /**
     * @param sent by hours, the last of which is the one that now lies in
     * @param received by the same hours
     * @param path of the list
     * @param query what is searched for besides
     */
    static Histogram of(
            SortedMap<Instant, Counts> sent,
            SortedMap<Instant, Counts> received,
            String path,
            String query,
            Phrases phrases) {
        TreeMap<Instant, long[]> hours = new TreeMap<>();
        for (SortedMap<Instant, Counts> counts : List.of(sent, received)) {
            counts.forEach((hour, of) -> {
                long[] sums = hours.computeIfAbsent(hour, _ -> new long[2]);
                sums[0] += of.get(Count.ACCEPTED);
                sums[1] += of.get(Count.FAILED);
            });
        }
        while (hours.size() > HOURS) {
            hours.pollFirstEntry();
        }
        long most = Math.max(1, hours.values().stream().mapToLong(sums -> sums[0]).max().orElse(1));
        List<Bar> bars = new ArrayList<>();
        for (Map.Entry<Instant, long[]> hour : hours.entrySet()) {
            bars.add(bar(hour.getKey(), hour.getValue(), most, path, query, phrases));
        }
        return new Histogram(
                List.copyOf(bars),
                phrases.say(
                        "message.count", hours.values().stream().mapToLong(sums -> sums[0]).sum()));
    }

    private static Bar bar(
            Instant hour, long[] sums, long most, String path, String query, Phrases phrases) {
        Instant end = hour.plus(Duration.ofHours(1));
        String within =
                ReadQuery.with(ReadQuery.with(query, "after", minute(hour)), "before", minute(end));
        return new Bar(
                MessagePages.search(path, within),
                sums[1] == 0
                        ? phrases.say("message.list.hour", sums[0], phrases.time(hour))
                        : phrases.say(
                                "message.list.hour.failed", sums[0], phrases.time(hour), sums[1]),
                height(sums[0], most),
                height(Math.min(sums[0], sums[1]), most));
    }

    /** What there is can be seen, however little it is. */
    private static long height(long count, long most) {
        return count == 0 ? 0 : Math.max(1, HEIGHT * count / most);
    }

    /** Such as {@code 2026-11-29T14:00}. */
    private static String minute(Instant moment) {
        return moment.toString().substring(0, "2026-11-29T14:00".length());
    }
}
