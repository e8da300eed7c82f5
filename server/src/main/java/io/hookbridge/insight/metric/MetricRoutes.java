package io.hookbridge.insight.metric;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.insight.Filters;
import io.hookbridge.message.Count;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/metrics}: the messages of a window in one row of figures. */
public final class MetricRoutes {

    private static final int[] PERCENTILES = {50, 95, 99};

    private final ReadCounts counts;

    public MetricRoutes(ReadCounts counts) {
        this.counts = counts;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/metrics", Permission.READ, this::metrics)
                        .query("window", "endpoint_id"));
    }

    private Answer metrics(Call call) {
        Window window = Window.of(call);
        Counts total =
                counts.total(call.caller().environment().id(), Filters.endpoint(call), window);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("window", window.word());
        view.put("total_messages", total.get(Count.ACCEPTED));
        view.put("succeeded", total.get(Count.SUCCEEDED));
        view.put("failed", total.get(Count.FAILED));
        view.put("retries", total.get(Count.RETRIES));
        view.put("success_rate", total.successRate());
        putAnswers(view, total);
        return Answer.ok(view);
    }

    /** How receivers answered: how fast, and what. */
    static void putAnswers(Map<String, Object> view, Counts counts) {
        view.put("avg_latency_ms", counts.averageLatencyMs());
        for (int percent : PERCENTILES) {
            view.put("p" + percent + "_latency_ms", counts.latencyPercentileMs(percent));
        }
        for (Count answer : Count.ANSWERS) {
            view.put(answer.column(), counts.get(answer));
        }
    }
}
