package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Permission;
import io.hookbridge.http.Route;

import java.util.List;

/** {@code /v1/endpoints/{id}/signing-keys}. */
final class SigningKeyRoutes {

    private static final String KEYS = "/v1/endpoints/{id}/signing-keys";

    private final SigningKeys keys;

    SigningKeyRoutes(SigningKeys keys) {
        this.keys = keys;
    }

    List<Route> routes() {
        return List.of(
                Route.api("GET", KEYS, Permission.READ, this::list),
                Route.api("POST", KEYS, Permission.MANAGE, this::create),
                Route.api("DELETE", KEYS + "/{keyId}", Permission.MANAGE, this::delete).exact(),
                // What the first SDKs call for the same.
                Route.api(
                                "POST",
                                "/v1/endpoints/{id}/rotate-secret",
                                Permission.MANAGE,
                                this::create)
                        .exact());
    }

    private Answer list(Call call) {
        EndpointId endpoint = EndpointRoutes.id(call);
        return Answer.ok(
                keys.list(endpoint, call.caller()).stream().map(EndpointView::key).toList());
    }

    private Answer create(Call call) {
        EndpointId endpoint = EndpointRoutes.id(call);
        SigningKey.Issued key = keys.create(endpoint, call.caller(), call.requestId());
        return Answer.created(
                "/v1/endpoints/" + endpoint + "/signing-keys/" + key.id(),
                EndpointView.issued(key));
    }

    private Answer delete(Call call) {
        EndpointId endpoint = EndpointRoutes.id(call);
        SigningKeyId key =
                SigningKeyId.parse(call.path("keyId")).orElseThrow(SigningKeys::keyNotFound);
        keys.delete(endpoint, key, call.caller(), call.requestId());
        return Answer.noContent();
    }
}
