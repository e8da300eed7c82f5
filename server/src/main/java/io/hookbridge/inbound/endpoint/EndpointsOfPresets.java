package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.inbound.preset.PresetUsers;
import io.hookbridge.inbound.verify.preset.Preset;

import org.jdbi.v3.core.Jdbi;

import java.util.Map;

/** The endpoints that receive, as users of presets. */
public final class EndpointsOfPresets implements PresetUsers {

    private final InboundEndpointStore store;
    private final InboundGates gates;
    private final DeliveryTargets targets;

    public EndpointsOfPresets(
            Jdbi jdbi, SecretBox secrets, InboundGates gates, DeliveryTargets targets) {
        this.store = new InboundEndpointStore(jdbi, new SealedInbound(secrets));
        this.gates = gates;
        this.targets = targets;
    }

    @Override
    public boolean has(EnvironmentId environment, String preset) {
        return !store.naming(environment, preset).isEmpty();
    }

    @Override
    public void requireUsable(EnvironmentId environment, Preset preset) {
        for (InboundEndpoint endpoint : store.naming(environment, preset.id())) {
            try {
                EndpointPresets.requireUsable(endpoint, preset);
            } catch (ApiError unusable) {
                throw new ApiError(
                                ErrorCode.PRESET_IN_USE,
                                "an endpoint that names the preset could not be checked with it: "
                                        + unusable.message())
                        .with(Map.of("inbound_endpoint_id", endpoint.id().toString()));
            }
        }
    }

    @Override
    public void forget(EnvironmentId environment, String preset) {
        store.naming(environment, preset)
                .forEach(endpoint -> {
                    gates.forget(endpoint.id());
                    targets.forget(TargetId.of(endpoint.id()));
                });
    }
}
