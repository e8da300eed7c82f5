package io.hookbridge.insight.metric;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.message.Count;
import io.hookbridge.message.MessageApi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /v1/metrics} and its twin for what was received: the messages of a window in one row
 * of figures.
 */
public final class MetricRoutes {

    private static final int[] PERCENTILES = {50, 95, 99};

    private final MessageApi api;
    private final ReadCounts counts;

    /**
     * @param api of the messages
     */
    public MetricRoutes(MessageApi api, ReadCounts counts) {
        this.api = api;
        this.counts = counts;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", api.path("metrics"), Permission.READ, this::metrics)
                        .query("window", api.endpointName()));
    }

    private Answer metrics(Call call) {
        Window window = Window.of(call);
        Counts total =
                counts.total(
                        call.caller().environment().id(),
                        api.direction(),
                        api.endpoint(call),
                        window);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("window", window.word());
        view.put("total_messages", total.get(Count.ACCEPTED));
        view.put("succeeded", total.get(Count.SUCCEEDED));
        view.put("failed", total.get(Count.FAILED));
        view.put("retries", total.get(Count.RETRIES));
        view.put("success_rate", total.successRate());
        if (api.direction() == Direction.INBOUND) {
            view.put("avg_delivery_time_ms", total.averageDeliveryMs());
        }
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
