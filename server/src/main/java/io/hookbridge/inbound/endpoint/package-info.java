/**
 * Endpoints that receive: addresses of this server that others send webhooks to, each with the
 * checks that a request has to pass and with the way that it goes from there ({@link
 * io.hookbridge.inbound.endpoint.InboundMode}).
 *
 * <p>An endpoint is active, paused (it refuses whatever comes; what it received before goes on) or
 * deleted (the same for good). One that forwards is a target of the engine like an endpoint that
 * sends, see {@link io.hookbridge.inbound.endpoint.InboundTargets}; what others receive never
 * reaches the engine. The gate asks {@link io.hookbridge.inbound.endpoint.InboundGates} on every
 * request, which answers from memory. {@link io.hookbridge.inbound.endpoint.InboundEndpoints} holds
 * the rules of changes, {@link io.hookbridge.inbound.endpoint.EndpointPresets} which presets an
 * endpoint can have.
 *
 * <p>There are more types here than elsewhere: an endpoint is made, shown, stored, passed by the
 * gate and delivered to, and all five read the same row and its sealed parts.
 */
@NullMarked
package io.hookbridge.inbound.endpoint;

import org.jspecify.annotations.NullMarked;
