package io.hookbridge.sdk.signing;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.internal.Api;

import java.util.List;

/**
 * The keys that deliveries are signed with: of each endpoint one, or two while a receiver changes
 * from one to the other.
 */
public final class SigningKeysApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public SigningKeysApi(Api api) {
        this.api = api;
    }

    /**
     * Lists signing keys.
     *
     * <p>The signing keys of the endpoint, newest first, without their secrets.
     *
     * @param id the {@code id} of the endpoint
     * @return all of them
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public List<SigningKey> list(String id) {
        return api.get("/v1/endpoints/{id}/signing-keys", id).list(SigningKey.class);
    }

    /**
     * Creates a signing key.
     *
     * <p>Adds a second key. From now on every delivery is signed with both, so that the receiver
     * can change from one to the other whenever it likes; then delete the old one. The answer is
     * the only place where {@code signing_secret} is shown.
     *
     * @param id the {@code id} of the endpoint
     * @return a new signing key with what the receiver needs of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public CreatedSigningKey create(String id) {
        return api.post("/v1/endpoints/{id}/signing-keys", id).data(CreatedSigningKey.class);
    }

    /**
     * Deletes a signing key.
     *
     * <p>No delivery is signed with the key any more. The last key of an endpoint cannot be
     * deleted: create another one first.
     *
     * @param id the {@code id} of the endpoint
     * @param keyId the {@code id} of the signing key
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public void delete(String id, String keyId) {
        api.delete("/v1/endpoints/{id}/signing-keys/{keyId}", id, keyId).send();
    }

    /**
     * Rotates the signing secret.
     *
     * <p>Puts a new signing key in the place of those that the endpoint has. Without a body they
     * are gone at once. With {@code overlap_hours} the newest of them signs beside the new one for
     * that long, so that the receiver can change over; then it ends by itself, within seconds. A
     * second rotation ends it at once: an endpoint never has more than two keys.
     *
     * <p>{@code id} in the answer is the endpoint's, {@code signing_key_id} the new key's.
     *
     * @param id the {@code id} of the endpoint
     * @param request what it is to be
     * @return a new signing key that took the place of the others, with what the receiver needs of
     *     it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public RotatedSecret rotate(String id, RotateEndpointSecretRequest request) {
        return api.post("/v1/endpoints/{id}/rotate-secret", id)
                .body(request)
                .data(RotatedSecret.class);
    }

    /**
     * Rotates the signing secret at once, as after a leak: the old keys sign nothing any more.
     *
     * @param id the {@code id} of the endpoint
     * @return a new signing key that took the place of the others, with what the receiver needs of
     *     it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public RotatedSecret rotate(String id) {
        return rotate(id, RotateEndpointSecretRequest.create());
    }

    /**
     * Lists signing keys of an inbound endpoint.
     *
     * <p>The keys that forwarded deliveries are signed with, newest first, without their secrets.
     *
     * @param id the {@code id} of the inbound endpoint
     * @return all of them
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public List<SigningKey> listInbound(String id) {
        return api.get("/v1/inbound-endpoints/{id}/signing-keys", id).list(SigningKey.class);
    }

    /**
     * Creates a signing key of an inbound endpoint.
     *
     * <p>Adds a first or a second key. With two, every delivery is signed with both, so that the
     * receiver can change from one to the other whenever it likes; then delete the old one. The
     * answer is the only place where {@code signing_secret} is shown.
     *
     * @param id the {@code id} of the inbound endpoint
     * @return a new signing key with what the receiver needs of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public CreatedSigningKey createInbound(String id) {
        return api.post("/v1/inbound-endpoints/{id}/signing-keys", id)
                .data(CreatedSigningKey.class);
    }

    /**
     * Deletes a signing key of an inbound endpoint.
     *
     * <p>No delivery is signed with the key any more. The last key of an endpoint cannot be
     * deleted: create another one first.
     *
     * @param id the {@code id} of the inbound endpoint
     * @param keyId the {@code id} of the signing key
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public void deleteInbound(String id, String keyId) {
        api.delete("/v1/inbound-endpoints/{id}/signing-keys/{keyId}", id, keyId).send();
    }
}
