package io.hookbridge.console.metric;

import io.hookbridge.base.Direction;
import io.hookbridge.console.metric.MetricsPage.Figure;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.message.Count;

import java.util.ArrayList;
import java.util.List;

/** The numbers above the charts, beside those of the time before. */
final class FigureList {

    private FigureList() {}

    /**
     * @param before of the time before
     */
    static List<Figure> of(Direction direction, Counts now, Counts before, Phrases phrases) {
        List<Figure> figures = new ArrayList<>();
        figures.add(number(phrases.say("figure.accepted"), now, before, Count.ACCEPTED, phrases));
        if (direction == Direction.PULL) {
            figures.add(
                    number(
                            phrases.say("figure.acknowledged"),
                            now,
                            before,
                            Count.SUCCEEDED,
                            phrases));
            figures.add(
                    number(
                            phrases.say("figure.metrics.unacknowledged"),
                            now,
                            before,
                            Count.FETCHED,
                            phrases));
            return figures;
        }
        figures.add(number(phrases.say("figure.delivered"), now, before, Count.SUCCEEDED, phrases));
        figures.add(number(phrases.say("figure.dead_letters"), now, before, Count.FAILED, phrases));
        figures.add(number(phrases.say("figure.retries"), now, before, Count.RETRIES, phrases));
        figures.add(
                new Figure(
                        phrases.say("figure.metrics.share"),
                        rate(now, phrases),
                        before.get(Count.ACCEPTED) == 0
                                ? null
                                : phrases.say("figure.metrics.before", rate(before, phrases))));
        figures.add(
                number(phrases.say("figure.metrics.ok"), now, before, Count.ANSWERED_2XX, phrases));
        figures.add(
                number(
                        phrases.say("figure.metrics.redirected"),
                        now,
                        before,
                        Count.ANSWERED_3XX,
                        phrases));
        figures.add(
                number(
                        phrases.say("figure.metrics.refused"),
                        now,
                        before,
                        Count.ANSWERED_4XX,
                        phrases));
        figures.add(
                number(
                        phrases.say("figure.metrics.broken"),
                        now,
                        before,
                        Count.ANSWERED_5XX,
                        phrases));
        figures.add(
                number(
                        phrases.say("figure.metrics.unanswered"),
                        now,
                        before,
                        Count.UNANSWERED,
                        phrases));
        for (int percent : LatencyChart.PERCENTILES) {
            int ms = now.latencyPercentileMs(percent);
            int earlier = before.latencyPercentileMs(percent);
            figures.add(
                    new Figure(
                            phrases.say("figure.metrics.percentile", Integer.toString(percent)),
                            // As in the chart: nothing answered.
                            ms == 0 ? "–" : phrases.say("page.ms", ms),
                            earlier == 0
                                    ? null
                                    : phrases.say(
                                            "figure.metrics.before",
                                            phrases.say("page.ms", earlier))));
        }
        return figures;
    }

    private static Figure number(
            String title, Counts now, Counts before, Count count, Phrases phrases) {
        return new Figure(
                title,
                phrases.number(now.get(count)),
                phrases.say("figure.metrics.before", before.get(count)));
    }

    /** To a tenth of a percent, and never 100 % unless it is all. */
    private static String rate(Counts counts, Phrases phrases) {
        if (counts.get(Count.ACCEPTED) == 0) {
            return "–";
        }
        double tenths = Math.floor(counts.successRate() * 1000);
        return phrases.say("figure.metrics.percent", phrases.tenths(tenths / 10));
    }
}
