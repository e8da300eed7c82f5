package io.hookbridge.sdk.metric;

import io.hookbridge.sdk.Members;

import java.util.Map;

/** Which figures to get. */
public final class InboundMetricsQuery extends Members<InboundMetricsQuery> {

    private InboundMetricsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static InboundMetricsQuery create() {
        return new InboundMetricsQuery(Map.of());
    }

    /**
     * How far back to look.
     *
     * @param window what it is to be
     * @return the request with it
     */
    public InboundMetricsQuery window(Window window) {
        return with("window", window);
    }

    /**
     * Only messages that this endpoint received. One that does not exist has none.
     *
     * @param inboundEndpointId what it is to be
     * @return the request with it
     */
    public InboundMetricsQuery inboundEndpointId(String inboundEndpointId) {
        return with("inbound_endpoint_id", inboundEndpointId);
    }

    @Override
    protected InboundMetricsQuery copy(Map<String, Object> changed) {
        return new InboundMetricsQuery(changed);
    }
}
