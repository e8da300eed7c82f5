package io.hookbridge.console.endpoint;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.health.EndpointDay;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The attempts of a day as bars, an hour each: good answers at the bottom, failures above.
 *
 * @param summary the same in words
 */
public record DayBars(List<Bar> bars, String summary) {

    private static final int HEIGHT = 24;
    private static final int STEP = 5;

    /**
     * An hour, in units of a drawing of 119 by 24.
     *
     * @param title what happened in it
     */
    public record Bar(int left, int goodTop, int good, int failedTop, int failed, String title) {

        private static String path(int left, int top, int height) {
            return height == 0 ? "" : "M%d %dh4v%dh-4z".formatted(left, top, height);
        }
    }

    /** All good answers as one path, which is much shorter than bars. */
    public String good() {
        return bars.stream()
                .map(bar -> Bar.path(bar.left(), bar.goodTop(), bar.good()))
                .collect(Collectors.joining());
    }

    /** The same of failures. */
    public String failed() {
        return bars.stream()
                .map(bar -> Bar.path(bar.left(), bar.failedTop(), bar.failed()))
                .collect(Collectors.joining());
    }

    static DayBars of(EndpointDay day, Phrases phrases) {
        long most = day.hours().stream().mapToLong(EndpointDay.Hour::attempts).max().orElse(0);
        List<Bar> bars = new ArrayList<>();
        for (EndpointDay.Hour hour : day.hours()) {
            bars.add(bar(hour, bars.size() * STEP, Math.max(most, 1), phrases));
        }
        EndpointDay.Hour total = day.total();
        return new DayBars(
                bars, phrases.say("endpoint.day", total.attempts(), total.failedAttempts()));
    }

    private static Bar bar(EndpointDay.Hour hour, int left, long most, Phrases phrases) {
        int good = height(hour.answeredWell(), most);
        int failed = height(hour.failedAttempts(), most);
        return new Bar(
                left,
                HEIGHT - good,
                good,
                Math.max(0, HEIGHT - good - failed),
                failed,
                phrases.say(
                        "endpoint.day.hour",
                        hour.attempts(),
                        hour.failedAttempts(),
                        phrases.time(hour.start())));
    }

    /** What there is at all can be seen. */
    private static int height(long count, long most) {
        return count == 0 ? 0 : (int) Math.max(2, Math.min(HEIGHT, count * HEIGHT / most));
    }
}
