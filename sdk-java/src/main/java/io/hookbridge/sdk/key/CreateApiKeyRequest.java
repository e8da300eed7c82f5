package io.hookbridge.sdk.key;

import io.hookbridge.sdk.Members;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an API key is to be. */
public final class CreateApiKeyRequest extends Members<CreateApiKeyRequest> {

    private CreateApiKeyRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static CreateApiKeyRequest create() {
        return new CreateApiKeyRequest(Map.of());
    }

    /**
     * The project that the key is for; that of the calling key if nothing is said.
     *
     * @param projectId what it is to be
     * @return the request with it
     */
    public CreateApiKeyRequest projectId(String projectId) {
        return with("project_id", projectId);
    }

    /**
     * What people call the key.
     *
     * @param label what it is to be
     * @return the request with it
     */
    public CreateApiKeyRequest label(String label) {
        return with("label", label);
    }

    /**
     * The data that the key reaches; as the calling key if nothing is said.
     *
     * @param mode what it is to be
     * @return the request with it
     */
    public CreateApiKeyRequest mode(KeyMode mode) {
        return with("mode", mode);
    }

    /**
     * What the key may do; as the calling key if nothing is said.
     *
     * @param permissions what it is to be
     * @return the request with it
     */
    public CreateApiKeyRequest permissions(List<Permission> permissions) {
        return with("permissions", permissions);
    }

    /**
     * From then on the key does not work; it works until it is deleted if nothing is said.
     *
     * @param expiresAt what it is to be
     * @return the request with it
     */
    public CreateApiKeyRequest expiresAt(Instant expiresAt) {
        return with("expires_at", expiresAt);
    }

    @Override
    protected CreateApiKeyRequest copy(Map<String, Object> changed) {
        return new CreateApiKeyRequest(changed);
    }
}
