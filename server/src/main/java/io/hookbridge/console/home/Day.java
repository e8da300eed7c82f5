package io.hookbridge.console.home;

import io.hookbridge.console.frame.Sparkline;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.When;
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
    static Day of(List<Counts> hours, @Nullable When oldest, Phrases phrases) {
        List<Counts> today = hours.subList(hours.size() - HOURS, hours.size());
        Counts now = Counts.sum(today);
        Counts before = Counts.sum(hours.subList(hours.size() - 2 * HOURS, hours.size() - HOURS));
        return new Day(
                List.of(
                        figure(
                                phrases.say("figure.accepted"),
                                now,
                                before,
                                Count.ACCEPTED,
                                phrases),
                        figure(
                                phrases.say("figure.delivered"),
                                now,
                                before,
                                Count.SUCCEEDED,
                                phrases),
                        figure(
                                phrases.say("figure.retrying"),
                                now,
                                before,
                                Count.RETRYING,
                                phrases),
                        figure(
                                phrases.say("figure.dead_letters"),
                                now,
                                before,
                                Count.FAILED,
                                phrases)),
                new Sparkline(
                        phrases.say("figure.home.chart"),
                        List.of(
                                line("accepted", today, Count.ACCEPTED),
                                line("failed", today, Count.FAILED))),
                latency(now, phrases),
                oldest);
    }

    private static Figure figure(
            String title, Counts now, Counts before, Count count, Phrases phrases) {
        return new Figure(title, phrases.number(now.get(count)), phrases.number(before.get(count)));
    }

    private static Sparkline.Line line(String kind, List<Counts> hours, Count count) {
        return new Sparkline.Line(kind, hours.stream().map(hour -> hour.get(count)).toList());
    }

    private static String latency(Counts counts, Phrases phrases) {
        return phrases.say(
                "figure.home.latency",
                counts.latencyPercentileMs(50),
                counts.latencyPercentileMs(95),
                counts.latencyPercentileMs(99));
    }
}
