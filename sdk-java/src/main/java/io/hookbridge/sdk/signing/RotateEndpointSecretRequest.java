package io.hookbridge.sdk.signing;

import io.hookbridge.sdk.Members;

import java.util.Map;

/** How long the old key goes on. */
public final class RotateEndpointSecretRequest extends Members<RotateEndpointSecretRequest> {

    private RotateEndpointSecretRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static RotateEndpointSecretRequest create() {
        return new RotateEndpointSecretRequest(Map.of());
    }

    /**
     * How long the newest of the present keys signs beside the new one; 0 if nothing is said.
     *
     * @param overlapHours what it is to be
     * @return the request with it
     */
    public RotateEndpointSecretRequest overlapHours(int overlapHours) {
        return with("overlap_hours", overlapHours);
    }

    @Override
    protected RotateEndpointSecretRequest copy(Map<String, Object> changed) {
        return new RotateEndpointSecretRequest(changed);
    }
}
