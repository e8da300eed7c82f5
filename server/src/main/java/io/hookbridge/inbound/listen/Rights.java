package io.hookbridge.inbound.listen;

import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.endpoint.InboundGates;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.apikey.KeyText;

import java.util.Optional;

/**
 * Whether somebody may listen, and goes on to. Answers from memory what has not changed; at most a
 * second behind a change on another node. May block.
 */
final class Rights {

    private final ApiKeys keys;
    private final InboundGates gates;

    /**
     * Why nobody may listen any more.
     *
     * @param code the close code of a WebSocket
     * @param error for whoever asks
     */
    record Lost(int code, ApiError error) {}

    Rights(ApiKeys keys, InboundGates gates) {
        this.keys = keys;
        this.gates = gates;
    }

    /** Empty while the key works and the endpoint can be listened to. */
    Optional<Lost> lost(KeyText key, InboundEndpointId endpoint) {
        if (!keys.works(key)) {
            return lost(4401, new ApiError(ErrorCode.UNAUTHORIZED, "the API key works no more"));
        }
        Optional<InboundGate> gate = gates.find(endpoint);
        if (gate.isEmpty() || gate.get().deleted()) {
            return lost(4404, ApiError.notFound("the endpoint was deleted"));
        }
        if (gate.get().stopped()) {
            return lost(4403, new ApiError(ErrorCode.TENANT_SUSPENDED, "the tenant is suspended"));
        }
        InboundEndpoint found = gate.get().endpoint();
        if (found.mode() != InboundMode.CLI) {
            return lost(4404, notListenedTo());
        }
        return Optional.empty();
    }

    /** The same for a WebSocket. */
    Optional<Lost> lostStream(KeyText key, InboundEndpointId endpoint) {
        Optional<Lost> lost = lost(key, endpoint);
        return lost.isEmpty() && gates.find(endpoint).orElseThrow().endpoint().paused()
                ? lost(4423, paused())
                : lost;
    }

    private static Optional<Lost> lost(int code, ApiError error) {
        return Optional.of(new Lost(code, error));
    }

    static ApiError notListenedTo() {
        return ApiError.invalidRequest(
                "the endpoint is not in mode cli, so nobody can listen to it");
    }

    static ApiError paused() {
        return new ApiError(ErrorCode.ENDPOINT_PAUSED, "the endpoint is paused");
    }
}
