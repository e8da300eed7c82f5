package io.hookbridge.console.frame;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A small chart of how something went, without axes: a line for each kind of value, on one scale.
 *
 * @param title what it shows, in words, for those who do not see it
 * @param lines the oldest value first; all of one length
 */
public record Sparkline(String title, List<Line> lines) {

    private static final int WIDTH = 100;
    private static final int HEIGHT = 24;

    /** Below this the line would be cut off at the edge. */
    private static final int MARGIN = 2;

    /**
     * @param kind the name of its class, such as {@code failed}
     * @param values not negative
     */
    public record Line(String kind, List<Long> values) {}

    public String viewBox() {
        return "0 0 " + WIDTH + " " + HEIGHT;
    }

    /** The corners of a line, as {@code points} of a {@code polyline} takes them. */
    public String points(Line line) {
        long highest =
                Math.max(
                        1,
                        lines.stream()
                                .flatMap(each -> each.values().stream())
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0));
        int gaps = Math.max(1, line.values().size() - 1);
        StringJoiner points = new StringJoiner(" ");
        for (int i = 0; i < line.values().size(); i++) {
            points.add(
                    String.format(
                            Locale.ROOT,
                            "%.1f,%.1f",
                            (double) WIDTH * i / gaps,
                            HEIGHT
                                    - MARGIN
                                    - (double) (HEIGHT - 2 * MARGIN)
                                            * line.values().get(i)
                                            / highest));
        }
        return points.toString();
    }
}
