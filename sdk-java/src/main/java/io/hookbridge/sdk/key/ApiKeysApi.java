package io.hookbridge.sdk.key;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.internal.Api;

import java.util.List;

/** The API keys of the tenant. */
public final class ApiKeysApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public ApiKeysApi(Api api) {
        this.api = api;
    }

    /**
     * Lists API keys.
     *
     * <p>The keys of the project that the calling key belongs to, oldest first, the calling key
     * included. A live key sees live and test keys, a test key only test keys. Deleted keys are not
     * listed.
     *
     * @return all of them
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public List<ApiKey> list() {
        return api.get("/v1/api-keys").list(ApiKey.class);
    }

    /**
     * Creates an API key.
     *
     * <p>Makes another key for the project that the calling key belongs to. The answer is the only
     * place where {@code key} is ever shown: store it before you do anything else.
     *
     * <p>A key never makes a stronger one. Without {@code mode} and {@code permissions}, the new
     * key has those of the calling key; permissions that the calling key lacks are refused with
     * 403, and so is a live key that a test key asks for. A key reaches one side of its project,
     * live or test, and nothing of the other. A project can have 1000 live and 1000 test keys.
     *
     * @param request what it is to be
     * @return a new key, and all that is ever shown of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public CreatedApiKey create(CreateApiKeyRequest request) {
        return api.post("/v1/api-keys").body(request).data(CreatedApiKey.class);
    }

    /**
     * Deletes an API key.
     *
     * <p>Switches a key of the same project off, for good and within a second. It disappears from
     * the list. A test key cannot delete a live key: it answers 404, as for a key that does not
     * exist.
     *
     * <p>A key cannot delete the last one of the tenant that has {@code manage}, be it itself: no
     * other could be made then. Test keys do not count as others of a live key. People can delete
     * it in the console, operators at the command line; the deletion of its project takes it away
     * as well.
     *
     * @param id the {@code key_id} of the key
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public void delete(String id) {
        api.delete("/v1/api-keys/{id}", id).send();
    }
}
