package io.hookbridge.outbound.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.key.SigningKeys;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;

import java.time.Duration;
import java.util.List;

/** {@code /v1/endpoints/{id}/signing-keys} and {@code rotate-secret}. */
final class SigningKeyRoutes {

    private static final String KEYS = "/v1/endpoints/{id}/signing-keys";

    /** A week: long enough to give a receiver the new secret. */
    private static final int MOST_OVERLAP_HOURS = 168;

    private final SigningKeys keys;

    SigningKeyRoutes(SigningKeys keys) {
        this.keys = keys;
    }

    List<Route> routes() {
        return List.of(
                Route.api("GET", KEYS, Permission.READ, this::list),
                Route.api("POST", KEYS, Permission.MANAGE, this::create),
                Route.api("DELETE", KEYS + "/{keyId}", Permission.MANAGE, this::delete).exact(),
                Route.api(
                                "POST",
                                "/v1/endpoints/{id}/rotate-secret",
                                Permission.MANAGE,
                                this::rotate)
                        .members("overlap_hours")
                        .exact());
    }

    private Answer list(Call call) {
        EndpointId endpoint = EndpointRoutes.id(call);
        return Answer.ok(
                keys.list(TargetId.of(endpoint), call.caller()).stream()
                        .map(SigningKey::view)
                        .toList());
    }

    private Answer create(Call call) {
        EndpointId endpoint = EndpointRoutes.id(call);
        SigningKey.Issued key = keys.create(TargetId.of(endpoint), call.caller(), call.requestId());
        return Answer.created(place(endpoint, key), key.view());
    }

    private Answer rotate(Call call) {
        EndpointId endpoint = EndpointRoutes.id(call);
        int hours = call.json().integer("overlap_hours", 0, MOST_OVERLAP_HOURS).orElse(0);
        SigningKey.Rotated rotated =
                keys.rotate(
                        TargetId.of(endpoint),
                        Duration.ofHours(hours),
                        call.caller(),
                        call.requestId());
        return Answer.created(
                place(endpoint, rotated.key()), EndpointView.rotated(endpoint, rotated));
    }

    private static String place(EndpointId endpoint, SigningKey.Issued key) {
        return "/v1/endpoints/" + endpoint + "/signing-keys/" + key.id();
    }

    private Answer delete(Call call) {
        EndpointId endpoint = EndpointRoutes.id(call);
        SigningKeyId key =
                SigningKeyId.parse(call.path("keyId")).orElseThrow(SigningKeys::keyNotFound);
        keys.delete(TargetId.of(endpoint), key, call.caller(), call.requestId());
        return Answer.noContent();
    }
}
