package io.hookbridge.console.home;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Words;
import io.hookbridge.insight.metric.Figures;

import java.util.List;

/** Whether any message was lost. */
public record LedgerPage(Shell shell, Figures figures, String home) {

    /** A line of the sum. */
    public record Line(String title, String number) {}

    /** The verdict, in a sentence. */
    public String verdict() {
        return "%s of %s lost."
                .formatted(
                        Words.number(Math.abs(figures.difference())),
                        Words.count(figures.accepted(), "message"));
    }

    public boolean isRight() {
        return figures.difference() == 0;
    }

    public List<Line> lines() {
        return List.of(
                new Line("Delivered", Words.number(figures.delivered())),
                new Line("Dead letters", Words.number(figures.dead())),
                new Line("Deleted before", Words.number(figures.deleted())),
                new Line("Waiting, counted one by one", Words.number(figures.pending())),
                new Line("Accepted", Words.number(figures.accepted())));
    }
}
