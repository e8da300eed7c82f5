package io.hookbridge.sdk.metric;

import io.hookbridge.sdk.Members;

import java.util.Map;

/** Which figures to get. */
public final class MetricsQuery extends Members<MetricsQuery> {

    private MetricsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static MetricsQuery create() {
        return new MetricsQuery(Map.of());
    }

    /**
     * How far back to look.
     *
     * @param window what it is to be
     * @return the request with it
     */
    public MetricsQuery window(Window window) {
        return with("window", window);
    }

    /**
     * Only messages to this endpoint. One that does not exist has none.
     *
     * @param endpointId what it is to be
     * @return the request with it
     */
    public MetricsQuery endpointId(String endpointId) {
        return with("endpoint_id", endpointId);
    }

    @Override
    protected MetricsQuery copy(Map<String, Object> changed) {
        return new MetricsQuery(changed);
    }
}
