package io.hookbridge.console.metric;

import io.hookbridge.base.Direction;
import io.hookbridge.console.metric.MetricsPage.Figure;
import io.hookbridge.http.page.Words;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.message.Count;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The numbers above the charts, beside those of the time before. */
final class FigureList {

    private FigureList() {}

    /**
     * @param before of the time before
     */
    static List<Figure> of(Direction direction, Counts now, Counts before) {
        List<Figure> figures = new ArrayList<>();
        figures.add(number("Accepted", now, before, Count.ACCEPTED));
        if (direction == Direction.PULL) {
            figures.add(number("Acknowledged", now, before, Count.SUCCEEDED));
            figures.add(number("Fetched, not acknowledged", now, before, Count.FETCHED));
            return figures;
        }
        figures.add(number("Delivered", now, before, Count.SUCCEEDED));
        figures.add(number("Dead letters", now, before, Count.FAILED));
        figures.add(number("Retries", now, before, Count.RETRIES));
        figures.add(
                new Figure(
                        "Delivered of accepted",
                        rate(now),
                        before.get(Count.ACCEPTED) == 0 ? null : "before: " + rate(before)));
        figures.add(number("Answered 2xx", now, before, Count.ANSWERED_2XX));
        figures.add(number("Answered 3xx", now, before, Count.ANSWERED_3XX));
        figures.add(number("Answered 4xx", now, before, Count.ANSWERED_4XX));
        figures.add(number("Answered 5xx", now, before, Count.ANSWERED_5XX));
        figures.add(number("No answer", now, before, Count.UNANSWERED));
        for (int percent : LatencyChart.PERCENTILES) {
            int ms = now.latencyPercentileMs(percent);
            int earlier = before.latencyPercentileMs(percent);
            figures.add(
                    new Figure(
                            "Answer time, p" + percent,
                            // As in the chart: nothing answered.
                            ms == 0 ? "–" : Words.number(ms) + " ms",
                            earlier == 0 ? null : "before: " + Words.number(earlier) + " ms"));
        }
        return figures;
    }

    private static Figure number(String title, Counts now, Counts before, Count count) {
        return new Figure(
                title, Words.number(now.get(count)), "before: " + Words.number(before.get(count)));
    }

    /** To a tenth of a percent, and never 100 % unless it is all. */
    private static String rate(Counts counts) {
        if (counts.get(Count.ACCEPTED) == 0) {
            return "–";
        }
        double tenths = Math.floor(counts.successRate() * 1000);
        return String.format(Locale.ENGLISH, "%.1f %%", tenths / 10);
    }
}
