package io.hookbridge.insight.metric;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.message.Count;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /v1/pull-metrics} and its time series: how far events have come that were received in
 * some time.
 */
public final class PullMetricRoutes {

    private static final String ENDPOINT = "pull_endpoint_id";

    private final ReadCounts counts;

    public PullMetricRoutes(ReadCounts counts) {
        this.counts = counts;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/pull-metrics", Permission.READ, this::metrics)
                        .query("window", ENDPOINT),
                Route.api("GET", "/v1/pull-metrics/timeseries", Permission.READ, this::series)
                        .query("window", ENDPOINT));
    }

    /** The shape is that of the other metrics; nothing is delivered here, so nothing fails. */
    private Answer metrics(Call call) {
        Window window = Window.of(call);
        Counts total = counts.total(environment(call), Direction.PULL, endpoint(call), window);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("window", window.word());
        view.put("total_messages", total.get(Count.ACCEPTED));
        view.put("succeeded", total.get(Count.SUCCEEDED));
        view.put("failed", 0);
        view.put("retries", 0);
        view.put("success_rate", total.successRate());
        view.put("avg_latency_ms", 0);
        view.put("stored", stored(total));
        view.put("fetched", total.get(Count.FETCHED));
        view.put("deleted", total.get(Count.DELETED));
        return Answer.ok(view);
    }

    private Answer series(Call call) {
        Window window = Window.of(call);
        return Series.of(
                window,
                counts.buckets(environment(call), Direction.PULL, endpoint(call), window),
                PullMetricRoutes::put);
    }

    private static void put(Map<String, Object> view, Counts bucket) {
        view.put("succeeded", bucket.get(Count.SUCCEEDED));
        view.put("stored", stored(bucket));
        view.put("fetched", bucket.get(Count.FETCHED));
        view.put("deleted", bucket.get(Count.DELETED));
        view.put("total", bucket.get(Count.ACCEPTED));
    }

    /** Those that nobody has fetched. */
    private static long stored(Counts counts) {
        return counts.get(Count.ACCEPTED)
                - counts.get(Count.FETCHED)
                - counts.get(Count.SUCCEEDED)
                - counts.get(Count.DELETED);
    }

    private static EnvironmentId environment(Call call) {
        return call.caller().environment().id();
    }

    private static @Nullable TargetId endpoint(Call call) {
        return call.query(ENDPOINT)
                .map(text ->
                        InboundEndpointId.parse(text)
                                .map(TargetId::of)
                                .orElseThrow(() ->
                                        ApiError.invalidRequest(
                                                ENDPOINT
                                                        + " must be the id of a pull endpoint, a"
                                                        + " lower-case UUID")))
                .orElse(null);
    }
}
