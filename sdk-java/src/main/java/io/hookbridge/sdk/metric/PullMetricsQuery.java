package io.hookbridge.sdk.metric;

import io.hookbridge.sdk.Members;

import java.util.Map;

/** Which figures to get. */
public final class PullMetricsQuery extends Members<PullMetricsQuery> {

    private PullMetricsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static PullMetricsQuery create() {
        return new PullMetricsQuery(Map.of());
    }

    /**
     * How far back to look.
     *
     * @param window what it is to be
     * @return the request with it
     */
    public PullMetricsQuery window(Window window) {
        return with("window", window);
    }

    /**
     * Only events of this endpoint. One that does not exist has none.
     *
     * @param pullEndpointId what it is to be
     * @return the request with it
     */
    public PullMetricsQuery pullEndpointId(String pullEndpointId) {
        return with("pull_endpoint_id", pullEndpointId);
    }

    @Override
    protected PullMetricsQuery copy(Map<String, Object> changed) {
        return new PullMetricsQuery(changed);
    }
}
