package io.hookbridge.insight.metric;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.insight.Filters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/metrics}: the messages of a window in one row of figures. */
public final class MetricRoutes {

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
        view.put("total_messages", total.accepted());
        view.put("succeeded", total.succeeded());
        view.put("failed", total.failed());
        view.put("retries", total.retries());
        view.put("success_rate", total.successRate());
        view.put("avg_latency_ms", total.averageLatencyMs());
        return Answer.ok(view);
    }
}
