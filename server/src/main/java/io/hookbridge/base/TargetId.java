package io.hookbridge.base;

import java.util.UUID;

/**
 * Identifies where messages are delivered to, whichever way they came in. The target of an endpoint
 * has the endpoint's id.
 */
public record TargetId(UUID value) {

    public static TargetId of(EndpointId endpoint) {
        return new TargetId(endpoint.value());
    }

    public static TargetId of(InboundEndpointId endpoint) {
        return new TargetId(endpoint.value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
