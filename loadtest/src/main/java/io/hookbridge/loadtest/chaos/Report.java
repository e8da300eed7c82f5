package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.report.Table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of a run, for people. */
final class Report {

    private Report() {}

    static String of(String title, Outcome outcome) {
        Verdict verdict = outcome.verdict();
        Table ledger = new Table(title, "messages");
        ledger.row("accepted", number(verdict.accepted()));
        ledger.row("sent without ever an answer", number(verdict.inDoubt()));
        ledger.row("- of these stored all the same", number(verdict.inDoubtStored()));
        ledger.row("delivered", number(verdict.delivered()));
        ledger.row("dead-lettered (cancelled by us)", number(verdict.dead()));
        ledger.row("pending", number(verdict.pending()));
        ledger.row("**lost**", "**" + number(verdict.lost()) + "**");
        ledger.row(
                "difference in the server's ledger",
                number(outcome.evidence().figures().difference()));
        ledger.row(
                "delivered again, in flight when something broke",
                number(verdict.repeats().size() - verdict.unexplained().size()));
        ledger.row(
                "**delivered again without a reason**",
                "**" + number(verdict.unexplained().size()) + "**");
        ledger.row("lost leases noticed", number(verdict.lostLeases()));
        ledger.row("recovered through the API", number(outcome.recovered()));
        return ledger + "\n" + broken(outcome) + "\n" + judgement(outcome);
    }

    private static Table broken(Outcome outcome) {
        Table table =
                new Table(
                        "What was broken",
                        "times",
                        "delivered again",
                        "longest, s",
                        "slowest first delivery after, s");
        Map<Disruption.Kind, List<Disruption>> byKind =
                outcome.evidence().disruptions().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Disruption::kind,
                                        java.util.TreeMap::new,
                                        Collectors.toList()));
        byKind.forEach((kind, disruptions) ->
                table.row(
                        kind.words(),
                        number(disruptions.size()),
                        number(outcome.verdict().repeats(kind).size()),
                        seconds(
                                disruptions.stream()
                                        .mapToLong(d -> d.end() - d.begin())
                                        .max()
                                        .orElse(0)),
                        seconds(
                                disruptions.stream()
                                        .mapToLong(d -> Takeover.slowest(outcome.evidence(), d))
                                        .max()
                                        .orElse(0))));
        return table;
    }

    private static String judgement(Outcome outcome) {
        StringBuilder text = new StringBuilder();
        if (outcome.verdict().holds()) {
            text.append("Nothing was lost, and nothing was delivered twice without a reason.\n");
        }
        outcome.verdict()
                .violations()
                .forEach(violation -> text.append("VIOLATION: ").append(violation).append('\n'));
        outcome.unnoticed()
                .forEach(fault ->
                        text.append("THE CHECK IS BLIND: it did not notice ")
                                .append(fault)
                                .append('\n'));
        outcome.verdict().unexplained().stream()
                .limit(30)
                .forEach(repeat ->
                        text.append(repeat.describe(outcome.evidence().start())).append('\n'));
        return text.toString();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }
}
