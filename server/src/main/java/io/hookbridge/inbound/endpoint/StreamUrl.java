package io.hookbridge.inbound.endpoint;

import java.net.URI;

/**
 * The addresses at which whoever listens to an endpoint is sent what it receives.
 *
 * @param streamUrl where listeners reach this installation, by {@code http} or {@code https} and
 *     without a path
 */
public record StreamUrl(URI streamUrl) {

    /** With {@code ws} or {@code wss}. */
    public String of(InboundEndpoint endpoint) {
        return streamUrl.toString().replaceFirst("^http", "ws").replaceFirst("/$", "")
                + "/v1/listen?endpoint_id="
                + endpoint.id();
    }
}
