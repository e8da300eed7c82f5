package io.hookbridge.insight.metric;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.insight.Filters;
import io.hookbridge.message.Count;

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
        view.put("succeeded", bucket.get(Count.SUCCEEDED));
        view.put("failed", bucket.get(Count.FAILED));
        view.put("retrying", bucket.get(Count.RETRYING));
        view.put("total", bucket.get(Count.ACCEPTED));
        MetricRoutes.putAnswers(view, bucket);
        return view;
    }
}
