package io.hookbridge.inbound.endpoint;

import io.hookbridge.access.Environment;

/**
 * What has to be known of an endpoint to let a request in, or not.
 *
 * @param deleted also where its project was deleted
 * @param stopped its tenant is suspended, so that nothing is taken for now
 */
public record InboundGate(
        InboundEndpoint endpoint, Environment environment, boolean deleted, boolean stopped) {}
