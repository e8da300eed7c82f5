package io.hookbridge.console.billing;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.usage.UsageMonth;
import io.hookbridge.console.frame.Scale;
import io.hookbridge.http.page.Phrases;

import org.jspecify.annotations.Nullable;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Twelve months of messages as columns, drawn in a square of 120 by 100 that is stretched to its
 * place, and as a table.
 *
 * @param what is counted
 * @param byPlan whether the months are compared with what the plan allowed; else all is one series
 * @param top the number at the upper edge
 * @param summary the chart in a sentence, for who does not see it
 * @param rows the months there are, newest first
 */
public record UsageChart(
        String what,
        boolean byPlan,
        String top,
        String middle,
        String summary,
        List<Column> columns,
        List<Row> rows) {

    /** The months that are drawn. */
    static final int MONTHS = 12;

    private static final int WIDTH = 10;
    private static final double GAP = 1.5;
    private static final double HEIGHT = 100;

    /**
     * One month, in the numbers of SVG: from the left, and from the upper edge down.
     *
     * @param within height of the part within the plan
     * @param beyond height of the part beyond its limit, which stands on the other
     * @param limitAt where the month's limit is, or null where there was none or it is above the
     *     upper edge
     */
    public record Column(
            String label,
            String left,
            String withinTop,
            String within,
            String beyondTop,
            String beyond,
            @Nullable String limitAt,
            String edgeLeft,
            String edgeRight,
            boolean running) {

        /** What there is room for on a phone. */
        public String initial() {
            return label.substring(0, 1);
        }

        public String rest() {
            return label.substring(1);
        }
    }

    /** A line of the table. */
    public record Row(String month, String messages, String beyond, String limit) {}

    /**
     * @param history newest first; months before the first one are drawn empty
     * @param mode whose messages they are; those of test count towards no plan
     */
    static UsageChart of(List<UsageMonth> history, Mode mode, Phrases phrases) {
        Map<YearMonth, UsageMonth> byMonth =
                history.stream().collect(Collectors.toMap(UsageMonth::month, Function.identity()));
        YearMonth running = history.getFirst().month();
        long top = Scale.above(history.stream().mapToLong(UsageMonth::messages).max().orElse(0));
        List<Column> columns = new ArrayList<>();
        for (int slot = 0; slot < MONTHS; slot++) {
            YearMonth month = running.minusMonths(MONTHS - 1L - slot);
            UsageMonth usage = byMonth.getOrDefault(month, new UsageMonth(month, 0, 0, null));
            columns.add(column(usage, slot, top, month.equals(running), phrases));
        }
        String what =
                switch (mode) {
                    case LIVE -> phrases.say("billing.messages");
                    case TEST -> phrases.say("console.billing.history.test");
                };
        return new UsageChart(
                what,
                mode == Mode.LIVE,
                phrases.number(top),
                phrases.number(top / 2),
                summary(what, history, phrases),
                columns,
                history.stream().map(usage -> row(usage, phrases)).toList());
    }

    private static Column column(
            UsageMonth usage, int slot, long top, boolean running, Phrases phrases) {
        Long limit = usage.planLimit();
        double all = height(usage.messages(), top);
        double beyond = height(Math.min(usage.overage(), usage.messages()), top);
        return new Column(
                phrases.shortMonth(usage.month()),
                point(slot * WIDTH + GAP),
                point(HEIGHT - all + beyond),
                point(all - beyond),
                point(HEIGHT - all),
                point(beyond),
                limit == null || limit > top ? null : point(HEIGHT - height(limit, top)),
                point(slot * WIDTH),
                point((slot + 1) * WIDTH),
                running);
    }

    private static double height(long messages, long top) {
        return HEIGHT * messages / top;
    }

    private static String point(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String summary(String what, List<UsageMonth> history, Phrases phrases) {
        UsageMonth most =
                history.stream()
                        .reduce((one, other) -> other.messages() > one.messages() ? other : one)
                        .orElseThrow();
        UsageMonth running = history.getFirst();
        return phrases.say(
                "console.billing.history.summary",
                what,
                most.messages(),
                phrases.month(most.month()),
                running.messages(),
                phrases.month(running.month()));
    }

    private static Row row(UsageMonth usage, Phrases phrases) {
        Long limit = usage.planLimit();
        return new Row(
                phrases.month(usage.month()),
                phrases.number(usage.messages()),
                phrases.number(usage.overage()),
                limit == null ? "–" : phrases.number(limit));
    }
}
