package io.hookbridge.sdk.key;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.internal.Api;

/** The people and API keys behind ids in other answers. */
public final class ActorsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public ActorsApi(Api api) {
        this.api = api;
    }

    /**
     * Looks up who acted.
     *
     * <p>The names behind ids that other answers carry, such as {@code deleted_by_user_id}: up to
     * 100 ids of people and of API keys together, also of keys that are deleted. Ids of nobody, and
     * of another tenant's people and keys, are left out, and so are live keys for a test key.
     * {@code users} and {@code api_keys} are there if they were asked for.
     *
     * @param query which ones
     * @return those that were found, by their ids
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Actors lookup(LookupActorsQuery query) {
        return api.get("/v1/actors/lookup").query(query).data(Actors.class);
    }

    /**
     * The same for all of them.
     *
     * @return those that were found, by their ids
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Actors lookup() {
        return lookup(LookupActorsQuery.create());
    }
}
