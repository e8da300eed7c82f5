package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Table;
import io.hookbridge.loadtest.rig.BenchOptions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of all messages, as a page of Markdown. */
record KeepAliveReport(
        String command, Map<String, String> machine, Paced.Result paced, List<Burst.Result> bursts)
        implements BenchOptions.Report {

    private static final String NOTES =
            """
            *Idle s*: how long the receiver keeps a connection without a request. *Kept*: attempts that were answered on a connection that had been used before. *Second tries*: a kept connection
            ended before the first byte of an answer, and the attempt sent the request once more over a new one
            (`lost_connection_ms`). *Handled twice*: arrivals of a message that had arrived; *unexplained* ones have neither a
            second try nor a failed attempt. *Failed, theirs*: attempts that failed because of the receiver (it answered with
            another status than 2xx; or, while it was reloaded, refused or ended a new connection). *Failed, ours*: all others.
            *Lost*: accepted, neither delivered nor waiting after a failed attempt. *Untrue*: delivered as the server has it,
            but never received. Anything in the columns *unexplained*, *ours*, *lost* and *untrue* is an error.
            """;

    private static final List<String> COLUMNS =
            List.of(
                    "Messages",
                    "Delivered",
                    "Attempts",
                    "Kept",
                    "Second tries",
                    "Handled twice",
                    "Unexplained",
                    "Failed, theirs",
                    "Failed, ours",
                    "Lost",
                    "Untrue");

    @Override
    public boolean hasErrors() {
        return paced.isBad() || bursts.stream().anyMatch(Burst.Result::isBad);
    }

    @Override
    public String markdown() {
        Table facts = new Table("Machine", "");
        machine.forEach(facts::row);
        return "# Connections that receivers close\n\n`%s`\n\n%s\n%s\n%s\n%s"
                .formatted(command, facts, burstSection(), pacedSection(), NOTES);
    }

    private String pacedSection() {
        Table byListener = table("Receiver", "Idle s");
        paced.outcomes()
                .forEach((listener, outcome) ->
                        row(
                                byListener,
                                outcome,
                                listener.name(),
                                Long.toString(listener.idle().toSeconds())));
        Outcome all = Outcome.sum(paced.outcomes().values());
        row(byListener, all, "all", "");
        Table byRhythm = table("Pause");
        paced.rhythms().forEach((name, outcome) -> row(byRhythm, outcome, name));
        return Figures.format(
                "## A message now and then%n%nEach endpoint gets a message after a pause that is about as long as its receiver"
                        + " keeps a connection. All pauses added up: %.1f h. Requests that were refused: %s%n%n%s%n%s%n%s",
                paced.virtual().toSeconds() / 3_600.0,
                Figures.errors(paced.refused()),
                byListener,
                byRhythm,
                paced.outcomes().entrySet().stream()
                        .map(entry ->
                                causes(
                                        entry.getKey().name()
                                                + ", "
                                                + entry.getKey().idle().toSeconds()
                                                + " s",
                                        entry.getValue()))
                        .collect(Collectors.joining()));
    }

    private String burstSection() {
        Table table = table("Receiver", "Meanwhile");
        bursts.forEach(burst ->
                row(table, burst.outcome(), burst.listener().name(), burst.disturbance().name()));
        Outcome all = Outcome.sum(bursts.stream().map(Burst.Result::outcome).toList());
        row(table, all, "all", "");
        long refused =
                bursts.stream()
                        .flatMap(burst -> burst.refused().values().stream())
                        .mapToLong(Long::longValue)
                        .sum();
        return Figures.format(
                "## Bursts to receivers that close a connection after some requests%n%nPrograms of others do so after 100"
                        + " (haproxy never). Requests that were refused: %d%n%n%s%n%s",
                refused,
                table,
                bursts.stream()
                        .map(burst ->
                                causes(
                                        burst.listener().name() + ", " + burst.disturbance().name(),
                                        burst.outcome()))
                        .collect(Collectors.joining()));
    }

    /** A line for each receiver at which something failed. */
    private static String causes(String where, Outcome outcome) {
        return cause(where, "theirs", outcome.theirs()) + cause(where, "ours", outcome.ours());
    }

    private static String cause(String where, String whose, Map<String, Long> failures) {
        return failures.isEmpty()
                ? ""
                : "- Failed, %s: %s: %s\n".formatted(whose, where, Figures.errors(failures));
    }

    private static Table table(String... first) {
        return new Table(Stream.concat(Stream.of(first), COLUMNS.stream()).toArray(String[]::new));
    }

    private static void row(Table table, Outcome outcome, String... first) {
        List<String> cells = new ArrayList<>(List.of(first));
        Stream.of(
                        outcome.accepted(),
                        outcome.delivered(),
                        outcome.attempts(),
                        outcome.kept(),
                        outcome.second(),
                        outcome.twice(),
                        outcome.unexplained(),
                        count(outcome.theirs()),
                        count(outcome.ours()),
                        outcome.lost(),
                        outcome.untrue())
                .map(count -> Figures.format("%,d", count))
                .forEach(cells::add);
        table.row(cells.toArray(String[]::new));
    }

    private static long count(Map<String, Long> failures) {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }
}
