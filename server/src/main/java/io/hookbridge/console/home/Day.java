package io.hookbridge.console.home;

import io.hookbridge.console.frame.Sparkline;
import io.hookbridge.http.page.When;
import io.hookbridge.http.page.Words;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.message.Count;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What became of the messages of the last 24 hours.
 *
 * @param chart by the hour
 * @param oldest since when the message is due that has waited longest; null if none is due
 */
public record Day(List<Figure> figures, Sparkline chart, String latency, @Nullable When oldest) {

    private static final int HOURS = 24;

    /** A number and what it was the day before. */
    public record Figure(String title, String now, String before) {}

    /**
     * @param hours of a week or so, the oldest first
     */
    static Day of(List<Counts> hours, @Nullable When oldest) {
        List<Counts> today = hours.subList(hours.size() - HOURS, hours.size());
        Counts now = Counts.sum(today);
        Counts before = Counts.sum(hours.subList(hours.size() - 2 * HOURS, hours.size() - HOURS));
        return new Day(
                List.of(
                        figure("Accepted", now, before, Count.ACCEPTED),
                        figure("Delivered", now, before, Count.SUCCEEDED),
                        figure("Retrying", now, before, Count.RETRYING),
                        figure("Dead letters", now, before, Count.FAILED)),
                new Sparkline(
                        "Messages accepted in each of the last 24 hours, and those given up",
                        List.of(
                                line("accepted", today, Count.ACCEPTED),
                                line("failed", today, Count.FAILED))),
                latency(now),
                oldest);
    }

    private static Figure figure(String title, Counts now, Counts before, Count count) {
        return new Figure(title, Words.number(now.get(count)), Words.number(before.get(count)));
    }

    private static Sparkline.Line line(String kind, List<Counts> hours, Count count) {
        return new Sparkline.Line(kind, hours.stream().map(hour -> hour.get(count)).toList());
    }

    private static String latency(Counts counts) {
        return "Receivers answered within %s ms in half of all attempts, %s ms in 95 of 100, %s ms in 99 of 100."
                .formatted(
                        Words.number(counts.latencyPercentileMs(50)),
                        Words.number(counts.latencyPercentileMs(95)),
                        Words.number(counts.latencyPercentileMs(99)));
    }
}
