package io.hookbridge.inbound.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.key.SigningKeys;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;

import java.util.List;

/** {@code /v1/inbound-endpoints/{id}/signing-keys}: what forwarded deliveries are signed with. */
final class InboundSigningKeyRoutes {

    private static final String KEYS = InboundEndpointRoutes.ALL + "/{id}/signing-keys";

    private final SigningKeys keys;

    InboundSigningKeyRoutes(SigningKeys keys) {
        this.keys = keys;
    }

    List<Route> routes() {
        return List.of(
                Route.api("GET", KEYS, Permission.READ, this::list),
                Route.api("POST", KEYS, Permission.MANAGE, this::create),
                Route.api("DELETE", KEYS + "/{keyId}", Permission.MANAGE, this::delete).exact());
    }

    private Answer list(Call call) {
        return Answer.ok(
                keys.list(target(call), call.caller()).stream().map(SigningKey::view).toList());
    }

    private Answer create(Call call) {
        InboundEndpointId endpoint = InboundEndpointRoutes.id(call);
        SigningKey.Issued key = keys.create(TargetId.of(endpoint), call.caller(), call.requestId());
        return Answer.created(
                InboundEndpointRoutes.ALL + "/" + endpoint + "/signing-keys/" + key.id(),
                key.view());
    }

    private Answer delete(Call call) {
        TargetId endpoint = target(call);
        SigningKeyId key =
                SigningKeyId.parse(call.path("keyId")).orElseThrow(SigningKeys::keyNotFound);
        keys.delete(endpoint, key, call.caller(), call.requestId());
        return Answer.noContent();
    }

    private static TargetId target(Call call) {
        return TargetId.of(InboundEndpointRoutes.id(call));
    }
}
