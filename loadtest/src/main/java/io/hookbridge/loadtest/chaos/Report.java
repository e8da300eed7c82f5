package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.report.Table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The figures of a run, for people. */
final class Report {

    private static final int MOST_SHOWN = 20;

    private Report() {}

    static String of(String title, Outcome outcome) {
        return ledger(title, outcome) + "\n" + broken(outcome) + "\n" + judgement(outcome);
    }

    private static Table ledger(String title, Outcome outcome) {
        Verdict verdict = outcome.verdict();
        int unexplained = verdict.unexplained().size();
        Table table = new Table(title, "Messages");
        row(table, "Accepted", verdict.accepted());
        row(table, "- with an idempotency key", outcome.evidence().acceptedWithKey());
        row(table, "- received", outcome.evidence().received());
        row(table, "Sent, but never answered", verdict.inDoubt());
        row(table, "- stored all the same", verdict.inDoubtStored());
        row(table, "Delivered", verdict.delivered());
        row(table, "Fetched and acknowledged", verdict.acknowledged());
        row(table, "Dead-lettered (cancelled here)", verdict.dead());
        row(table, "Pending", verdict.pending());
        row(table, "**Lost**", verdict.lost());
        row(table, "Difference in the server's ledger", outcome.evidence().figures().difference());
        row(
                table,
                "Delivered again, in flight when something broke",
                verdict.repeats().size() - unexplained);
        row(table, "**Delivered again without a reason**", unexplained);
        row(table, "Lost leases that were noticed", verdict.lostLeases());
        row(
                table,
                "Stored by nodes that others had taken over from",
                outcome.evidence().figures().lateWrites());
        row(table, "Retried or cancelled through the API", outcome.recovered());
        return table;
    }

    private static void row(Table table, String name, long messages) {
        table.row(name, number(messages));
    }

    private static Table broken(Outcome outcome) {
        Table table =
                new Table(
                        "What was broken",
                        "Times",
                        "Longest, s",
                        "Delivered again",
                        "Most at once",
                        "In flight, s",
                        "Slowest first delivery, s",
                        "Of what was not answered, s");
        Map<Disruption.Kind, List<Disruption>> byKind =
                outcome.evidence().disruptions().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Disruption::kind, TreeMap::new, Collectors.toList()));
        byKind.forEach((kind, disruptions) -> {
            List<Repeat> repeats = outcome.verdict().repeats(kind);
            table.row(
                    kind.words(),
                    number(disruptions.size()),
                    longest(disruptions, disruption -> disruption.end() - disruption.begin()),
                    number(repeats.size()),
                    number(most(repeats)),
                    longest(repeats, Repeat::nanosBefore),
                    longest(
                            disruptions,
                            disruption -> Takeover.slowest(outcome.evidence(), disruption)),
                    longest(
                            disruptions,
                            disruption -> Doubt.slowest(outcome.evidence(), disruption)));
        });
        return table;
    }

    /** The most repeats of one disruption. */
    private static long most(List<Repeat> repeats) {
        return repeats.stream()
                .collect(Collectors.groupingBy(Repeat::cause, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    private static String judgement(Outcome outcome) {
        StringBuilder text = new StringBuilder();
        if (outcome.holds()) {
            text.append("Nothing was lost, and nothing was delivered twice without a reason.\n");
            text.append("The check noticed every fault that was put into its evidence.\n");
        }
        for (String violation : outcome.verdict().violations()) {
            text.append("VIOLATION: ").append(violation).append('\n');
        }
        outcome.verdict().unexplained().stream()
                .limit(MOST_SHOWN)
                .forEach(repeat ->
                        text.append("- ")
                                .append(repeat.describe(outcome.evidence().start()))
                                .append('\n'));
        for (String fault : outcome.unnoticed()) {
            text.append("THE CHECK IS BLIND, it did not notice ").append(fault).append('\n');
        }
        return text.toString();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static <T> String longest(List<T> all, ToLongFunction<T> nanos) {
        long longest = all.stream().mapToLong(nanos).max().orElse(0);
        return String.format(Locale.ROOT, "%.1f", Math.max(0, longest) / 1e9);
    }
}
