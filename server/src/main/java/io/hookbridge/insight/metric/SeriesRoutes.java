package io.hookbridge.insight.metric;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.message.Count;
import io.hookbridge.message.MessageApi;

import java.util.List;
import java.util.Map;

/** {@code GET /v1/metrics/timeseries} and its twin for what was received. */
public final class SeriesRoutes {

    private final MessageApi api;
    private final ReadCounts counts;

    /**
     * @param api of the messages
     */
    public SeriesRoutes(MessageApi api, ReadCounts counts) {
        this.api = api;
        this.counts = counts;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", api.path("metrics/timeseries"), Permission.READ, this::series)
                        .query("window", api.endpointName()));
    }

    private Answer series(Call call) {
        Window window = Window.of(call);
        return Series.of(
                window,
                counts.buckets(
                        call.caller().environment().id(),
                        api.direction(),
                        api.endpoint(call),
                        window),
                SeriesRoutes::put);
    }

    private static void put(Map<String, Object> view, Counts bucket) {
        view.put("succeeded", bucket.get(Count.SUCCEEDED));
        view.put("failed", bucket.get(Count.FAILED));
        view.put("retrying", bucket.get(Count.RETRYING));
        view.put("total", bucket.get(Count.ACCEPTED));
        MetricRoutes.putAnswers(view, bucket);
    }
}
