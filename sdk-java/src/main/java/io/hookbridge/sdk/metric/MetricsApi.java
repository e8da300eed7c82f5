package io.hookbridge.sdk.metric;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.internal.Api;

/** Figures of what became of messages. */
public final class MetricsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public MetricsApi(Api api) {
        this.api = api;
    }

    /**
     * Gets delivery metrics.
     *
     * <p>Figures of the messages that were created in a window of time. The window ends now and
     * holds the same buckets as the time series, so the figures are the sums of the series. A
     * message counts for the time of its creation, whatever becomes of it when.
     *
     * <p>Latencies are those of attempts that were answered. They are counted in buckets of which
     * each is about a fifth longer than the one before, so a percentile is right to a tenth.
     *
     * @param query which ones
     * @return the figures of a window
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Metrics outbound(MetricsQuery query) {
        return api.get("/v1/metrics").query(query).data(Metrics.class);
    }

    /**
     * The same for all of them.
     *
     * @return the figures of a window
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Metrics outbound() {
        return outbound(MetricsQuery.create());
    }

    /**
     * Gets delivery metrics over time.
     *
     * <p>The figures of a window in buckets, the oldest first: of 1 minute for {@code 1h}, of 15
     * minutes for {@code 24h}, of 1 hour for {@code 7d}, of 6 hours for {@code 30d}, of a day for
     * {@code 90d}. Buckets lie on whole multiples of their length in UTC. The last one is still
     * filling; those without a message are sent as well.
     *
     * @param query which ones
     * @return the figures of a window in buckets
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public TimeSeries outboundOverTime(MetricsQuery query) {
        return api.get("/v1/metrics/timeseries").query(query).data(TimeSeries.class);
    }

    /**
     * The same for all of them.
     *
     * @return the figures of a window in buckets
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public TimeSeries outboundOverTime() {
        return outboundOverTime(MetricsQuery.create());
    }

    /**
     * Gets metrics of inbound messages.
     *
     * <p>Figures of the messages that were received in a window of time. The window ends now and
     * holds the same buckets as the time series, so the figures are the sums of the series. A
     * message counts for the time of its reception, whatever becomes of it when.
     *
     * <p>Latencies are those of attempts that were answered. They are counted in buckets of which
     * each is about a fifth longer than the one before, so a percentile is right to a tenth.
     *
     * @param query which ones
     * @return the figures of a window
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public InboundMetrics inbound(InboundMetricsQuery query) {
        return api.get("/v1/inbound-metrics").query(query).data(InboundMetrics.class);
    }

    /**
     * The same for all of them.
     *
     * @return the figures of a window
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public InboundMetrics inbound() {
        return inbound(InboundMetricsQuery.create());
    }

    /**
     * Gets metrics of inbound messages over time.
     *
     * <p>The figures of a window in buckets, the oldest first: of 1 minute for {@code 1h}, of 15
     * minutes for {@code 24h}, of 1 hour for {@code 7d}, of 6 hours for {@code 30d}, of a day for
     * {@code 90d}. Buckets lie on whole multiples of their length in UTC. The last one is still
     * filling; those without a message are sent as well.
     *
     * @param query which ones
     * @return the figures of a window in buckets
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public TimeSeries inboundOverTime(InboundMetricsQuery query) {
        return api.get("/v1/inbound-metrics/timeseries").query(query).data(TimeSeries.class);
    }

    /**
     * The same for all of them.
     *
     * @return the figures of a window in buckets
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public TimeSeries inboundOverTime() {
        return inboundOverTime(InboundMetricsQuery.create());
    }

    /**
     * Gets metrics of events.
     *
     * <p>How far the events have come that were received in a window of time, which ends now and
     * holds the same buckets as the time series. {@code succeeded} are those that are acknowledged.
     * Nothing is delivered here, so {@code failed}, {@code retries} and {@code avg_latency_ms} are
     * 0; they are there because the other metrics have them.
     *
     * @param query which ones
     * @return the figures of a window
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PullMetrics pull(PullMetricsQuery query) {
        return api.get("/v1/pull-metrics").query(query).data(PullMetrics.class);
    }

    /**
     * The same for all of them.
     *
     * @return the figures of a window
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PullMetrics pull() {
        return pull(PullMetricsQuery.create());
    }

    /**
     * Gets metrics of events over time.
     *
     * <p>The figures of a window in buckets, as those of deliveries are. An event counts for the
     * time of its reception, whatever becomes of it when.
     *
     * @param query which ones
     * @return the figures of a window in buckets
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PullTimeSeries pullOverTime(PullMetricsQuery query) {
        return api.get("/v1/pull-metrics/timeseries").query(query).data(PullTimeSeries.class);
    }

    /**
     * The same for all of them.
     *
     * @return the figures of a window in buckets
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PullTimeSeries pullOverTime() {
        return pullOverTime(PullMetricsQuery.create());
    }
}
