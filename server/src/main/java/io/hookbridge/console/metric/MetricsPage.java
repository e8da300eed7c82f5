package io.hookbridge.console.metric;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The figures of a window of time, of messages that go one way.
 *
 * @param path of this page, without a query
 * @param directions of which one is chosen
 * @param windows of which one is chosen
 * @param direction the word of the one that is chosen, for forms
 * @param window the same of windows
 * @param endpoint the id of the only one that is counted; empty for all
 * @param alert why the endpoint is not taken; null if it is
 * @param latency null for messages that nobody answers
 * @param span the moments below the charts: the beginning, the middle and the end
 * @param rows the charts as a table, the newest first
 * @param isEmpty whether there is nothing to be drawn
 * @param csv where the same is a file
 * @param curl the same by the API
 */
public record MetricsPage(
        Shell shell,
        String path,
        List<Choice> directions,
        List<Choice> windows,
        String direction,
        String window,
        String endpoint,
        @Nullable String alert,
        List<Figure> figures,
        VolumeChart volume,
        @Nullable LatencyChart latency,
        List<String> span,
        List<Row> rows,
        boolean isEmpty,
        String csv,
        String curl) {

    /** A way to the same page with something else. */
    public record Choice(String title, String path, boolean current) {}

    /**
     * A number.
     *
     * @param compared with the time before; null where there is nothing to compare with
     */
    public record Figure(String title, String value, @Nullable String compared) {}

    /**
     * A stretch of time.
     *
     * @param values in the order of the table's columns
     */
    public record Row(String when, List<String> values) {}

    /** The columns of the table besides the time: keys of phrases, and percentiles. */
    public List<String> columns() {
        return latency == null
                ? List.of(
                        "figure.accepted",
                        "figure.acknowledged",
                        "figure.fetched",
                        "figure.waiting")
                : List.of(
                        "figure.accepted",
                        "figure.delivered",
                        "figure.dead_letters",
                        "figure.retries",
                        "p50",
                        "p95",
                        "p99");
    }
}
