package io.hookbridge.insight.metric;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.insight.Filters;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/metrics/timeseries}. */
public final class SeriesRoutes {

    private final ReadCounts counts;

    public SeriesRoutes(ReadCounts counts) {
        this.counts = counts;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/metrics/timeseries", Permission.READ, this::series)
                        .query("window", "endpoint_id"));
    }

    private Answer series(Call call) {
        Window window = Window.of(call);
        Map<Instant, Counts> buckets =
                counts.buckets(call.caller().environment().id(), Filters.endpoint(call), window);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("window", window.word());
        view.put(
                "buckets",
                buckets.entrySet().stream()
                        .map(bucket -> view(bucket.getKey(), bucket.getValue()))
                        .toList());
        return Answer.ok(view);
    }

    private static Map<String, Object> view(Instant start, Counts bucket) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("timestamp", start);
        view.put("succeeded", bucket.succeeded());
        view.put("failed", bucket.failed());
        view.put("retrying", bucket.retrying());
        view.put("total", bucket.accepted());
        view.put("avg_latency_ms", bucket.averageLatencyMs());
        return view;
    }
}
