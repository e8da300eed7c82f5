package io.hookbridge.delivery.key;

import io.hookbridge.access.Permission;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;

import java.util.List;
import java.util.function.Function;

/**
 * {@code …/{id}/signing-keys} of endpoints of one kind.
 *
 * @param <I> their ids
 */
public final class SigningKeyRoutes<I> {

    private final String endpoints;
    private final Function<Call, I> id;
    private final Function<I, TargetId> target;
    private final SigningKeys keys;

    /**
     * @param endpoints the path of all of them, such as {@code /v1/endpoints}
     * @param id of the one that the path of a call names
     */
    public SigningKeyRoutes(
            String endpoints,
            Function<Call, I> id,
            Function<I, TargetId> target,
            SigningKeys keys) {
        this.endpoints = endpoints;
        this.id = id;
        this.target = target;
        this.keys = keys;
    }

    public List<Route> routes() {
        String all = endpoints + "/{id}/signing-keys";
        return List.of(
                Route.api("GET", all, Permission.READ, this::list),
                Route.api("POST", all, Permission.MANAGE, this::create),
                Route.api("DELETE", all + "/{keyId}", Permission.MANAGE, this::delete).exact());
    }

    private Answer list(Call call) {
        return Answer.ok(
                keys.list(target(call), call.caller()).stream().map(SigningKey::view).toList());
    }

    private Answer create(Call call) {
        SigningKey.Issued key = keys.create(target(call), call.caller(), call.requestId());
        return Answer.created(place(id.apply(call), key), key.view());
    }

    /** The path of a key that was just made. */
    public String place(I endpoint, SigningKey.Issued key) {
        return endpoints + "/" + endpoint + "/signing-keys/" + key.id();
    }

    private Answer delete(Call call) {
        TargetId endpoint = target(call);
        SigningKeyId key =
                SigningKeyId.parse(call.path("keyId")).orElseThrow(SigningKeys::keyNotFound);
        keys.delete(endpoint, key, call.caller(), call.requestId());
        return Answer.noContent();
    }

    private TargetId target(Call call) {
        return target.apply(id.apply(call));
    }
}
