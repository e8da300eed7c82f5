package io.hookbridge.inbound.listen;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;

/** The messages that one endpoint has for whoever listens, in their order. */
record Line(EnvironmentId environment, InboundEndpointId endpoint) {}
