package io.hookbridge.console.metric;

import io.hookbridge.console.frame.Scale;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.metric.Counts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.StringJoiner;

/**
 * How long receivers took to answer, as a line for each percentile. Drawn in a field that is 10
 * wide for each stretch of time and 100 high, and stretched to its place; where nothing was
 * answered there is no line.
 *
 * @param width of the field
 * @param top the time at the upper edge, in words
 * @param middle the one halfway up
 */
public record LatencyChart(int width, String top, String middle, List<Line> lines) {

    private static final int STEP = 10;
    private static final double HEIGHT = 100;

    /** What is drawn, of a hundred attempts that were answered. */
    static final List<Integer> PERCENTILES = List.of(50, 95, 99);

    /**
     * A percentile.
     *
     * @param look the class of what is drawn
     * @param pieces each the corners of a line, as {@code polyline} takes them
     */
    public record Line(String look, String title, List<String> pieces) {}

    static LatencyChart of(SortedMap<Instant, Counts> buckets, Phrases phrases) {
        List<Counts> all = List.copyOf(buckets.values());
        int longest = PERCENTILES.getLast();
        long top =
                Scale.above(
                        all.stream()
                                .mapToLong(counts -> counts.latencyPercentileMs(longest))
                                .max()
                                .orElse(0));
        return new LatencyChart(
                all.size() * STEP,
                phrases.say("page.ms", top),
                phrases.say("page.ms", top / 2),
                PERCENTILES.stream()
                        .map(percent ->
                                new Line("p" + percent, "p" + percent, pieces(all, percent, top)))
                        .toList());
    }

    private static List<String> pieces(List<Counts> all, int percent, long top) {
        List<String> pieces = new ArrayList<>();
        StringJoiner piece = new StringJoiner(" ");
        for (int i = 0; i < all.size(); i++) {
            int latency = all.get(i).latencyPercentileMs(percent);
            if (latency == 0) {
                add(pieces, piece);
                piece = new StringJoiner(" ");
            } else {
                double at = HEIGHT - HEIGHT * latency / top;
                // As wide as its stretch of time, so that a single one is seen as well.
                piece.add(corner(i * STEP, at)).add(corner((i + 1) * STEP, at));
            }
        }
        add(pieces, piece);
        return pieces;
    }

    private static void add(List<String> pieces, StringJoiner piece) {
        if (piece.length() > 0) {
            pieces.add(piece.toString());
        }
    }

    private static String corner(int x, double y) {
        return String.format(Locale.ROOT, "%d,%.1f", x, y);
    }
}
