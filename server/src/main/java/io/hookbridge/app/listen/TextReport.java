package io.hookbridge.app.listen;

import io.hookbridge.app.terminal.Colours;
import io.hookbridge.app.terminal.PlainText;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One line for each event, for people. What is no event goes to the standard error. */
final class TextReport implements Report {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private static final int TYPE_WIDTH = 28;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_REASON = 300;

    private final PrintStream out;
    private final PrintStream err;
    private final Colours colours;
    private final InstantSource clock;
    private final ZoneId zone;

    TextReport(
            PrintStream out, PrintStream err, Colours colours, InstantSource clock, ZoneId zone) {
        this.out = out;
        this.err = err;
        this.colours = colours;
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public synchronized void begins(ListenEndpoint endpoint, String forwardUrl) {
        out.println(PlainText.line(endpoint.ingestUrl()));
        out.printf(
                "  receives webhooks for the endpoint %s%s (%s).%n",
                endpoint.id(),
                endpoint.name().isEmpty()
                        ? ""
                        : " \"" + PlainText.line(endpoint.name(), LONGEST_NAME) + "\"",
                endpoint.choice());
        out.println("  They are forwarded to " + PlainText.line(forwardUrl));
        out.println();
    }

    @Override
    public synchronized void notReplayed(String why) {
        note(PlainText.line(why, LONGEST_REASON));
    }

    @Override
    public synchronized void ready(Way way) {
        note(
                colours.green("Ready")
                        + switch (way) {
                            case WEBSOCKET -> ": events come over a WebSocket.";
                            case POLLING ->
                                    ": the WebSocket cannot be opened, so events are fetched. It is tried again each"
                                            + " minute.";
                        }
                        + " Ctrl-C ends it.");
    }

    @Override
    public synchronized void interrupted(String why, Duration pause) {
        note(
                "%s: %s; the next try is in %.1f s. What comes meanwhile is kept."
                        .formatted(
                                colours.yellow("No connection"),
                                PlainText.line(why, LONGEST_REASON),
                                pause.toMillis() / 1000.0));
    }

    @Override
    public synchronized void forwarded(Event event, Forwarded forwarded) {
        out.println(
                line(event)
                        + switch (forwarded) {
                            case Forwarded.Answered answered ->
                                    status(answered)
                                            + "%6d ms".formatted(answered.ms())
                                            + redirect(answered);
                            case Forwarded.Unanswered(String why, _) ->
                                    colours.red("failed")
                                            + "  "
                                            + PlainText.line(why, LONGEST_REASON);
                        });
        out.flush();
    }

    private String line(Event event) {
        return colours.faint(now())
                + "  "
                + PlainText.line(event.messageId(), 36)
                + "  "
                + padded(PlainText.line(event.type().isEmpty() ? "-" : event.type(), TYPE_WIDTH))
                + "  ";
    }

    private String now() {
        return TIME.format(clock.instant().atZone(zone));
    }

    private static String padded(String type) {
        return type + " ".repeat(Math.max(0, TYPE_WIDTH - type.length()));
    }

    private String status(Forwarded.Answered answered) {
        String status = Integer.toString(answered.status());
        return answered.succeeded()
                ? colours.green(status)
                : answered.status() / 100 == 3 ? colours.yellow(status) : colours.red(status);
    }

    /** None is followed: the method could change on the way, and the bytes be lost. */
    private static String redirect(Forwarded.Answered answered) {
        return answered.location() == null
                ? ""
                : "  → "
                        + PlainText.line(answered.location(), LONGEST_REASON)
                        + " (not followed: use that URL)";
    }

    @Override
    public synchronized void unreadable() {
        note("Something came from the server that cannot be read. It is passed over.");
    }

    @Override
    public synchronized void behind(int waiting) {
        note(waiting + " events have come that wait to be forwarded.");
    }

    @Override
    public synchronized void ends(Totals.Sums sums) {
        out.println();
        out.println(sums.words());
        out.flush();
    }

    private void note(String line) {
        out.flush();
        err.println(line);
        err.flush();
    }
}
