package io.hookbridge.console.home;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.metric.Figures;

import java.util.List;

/**
 * Whether any message was lost.
 *
 * @param phrases in the language of the page
 */
public record LedgerPage(Shell shell, Figures figures, String home, Phrases phrases) {

    /** A line of the sum. */
    public record Line(String title, String number) {}

    /** The verdict, in a sentence. */
    public String verdict() {
        return phrases.say(
                "figure.ledger.lost", figures.accepted(), Math.abs(figures.difference()));
    }

    public boolean isRight() {
        return figures.difference() == 0;
    }

    public List<Line> lines() {
        return List.of(
                new Line(phrases.say("figure.delivered"), phrases.number(figures.delivered())),
                new Line(phrases.say("figure.dead_letters"), phrases.number(figures.dead())),
                new Line(phrases.say("figure.ledger.deleted"), phrases.number(figures.deleted())),
                new Line(phrases.say("figure.ledger.waiting"), phrases.number(figures.pending())),
                new Line(phrases.say("figure.accepted"), phrases.number(figures.accepted())));
    }
}
