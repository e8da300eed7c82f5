package io.hookbridge.console.metric;

import io.hookbridge.base.Direction;
import io.hookbridge.console.frame.Scale;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.message.Count;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * Messages by the time in which they were accepted, as columns of what became of them. Drawn in a
 * field that is 10 wide for each column and 100 high, and stretched to its place.
 *
 * @param width of the field
 * @param top the number at the upper edge
 * @param middle the one halfway up
 * @param legend what is drawn how
 */
public record VolumeChart(
        int width, String top, String middle, List<Key> legend, List<Column> columns) {

    private static final int COLUMN = 10;
    private static final double HEIGHT = 100;

    /** What is drawn how. */
    public record Key(String look, String title) {}

    /**
     * One stretch of time.
     *
     * @param title the column in words
     */
    public record Column(String left, String title, List<Part> parts) {}

    /**
     * A part of a column, in the numbers of SVG: from the upper edge down.
     *
     * @param look the class of what is drawn
     */
    public record Part(String look, String top, String height) {}

    static VolumeChart of(
            Direction direction, SortedMap<Instant, Counts> buckets, Phrases phrases) {
        List<Outcome> outcomes = Outcome.in(direction);
        long top =
                Scale.above(
                        buckets.values().stream()
                                .mapToLong(counts -> counts.get(Count.ACCEPTED))
                                .max()
                                .orElse(0));
        List<Column> columns = new ArrayList<>();
        buckets.forEach((start, counts) ->
                columns.add(
                        new Column(
                                String.valueOf(columns.size() * COLUMN + 1),
                                title(start, outcomes, counts, phrases),
                                parts(outcomes, counts, top))));
        return new VolumeChart(
                buckets.size() * COLUMN,
                phrases.number(top),
                phrases.number(top / 2),
                outcomes.stream().map(each -> new Key(each.look(), each.title(phrases))).toList(),
                columns);
    }

    private static String title(
            Instant start, List<Outcome> outcomes, Counts counts, Phrases phrases) {
        StringBuilder title =
                new StringBuilder(
                        phrases.say(
                                "figure.column",
                                phrases.moment(start),
                                counts.get(Count.ACCEPTED)));
        for (Outcome outcome : outcomes) {
            long count = outcome.of(counts);
            if (count > 0) {
                title.append(", ").append(outcome.count(count, phrases));
            }
        }
        return title.toString();
    }

    private static List<Part> parts(List<Outcome> outcomes, Counts counts, long top) {
        List<Part> parts = new ArrayList<>();
        double below = 0;
        for (Outcome outcome : outcomes) {
            double height = HEIGHT * outcome.of(counts) / top;
            if (height > 0) {
                below += height;
                parts.add(new Part(outcome.look(), point(HEIGHT - below), point(height)));
            }
        }
        return parts;
    }

    private static String point(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
