package io.hookbridge.outbound.endpoint;

import io.hookbridge.access.Caller;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Makes and deletes the signing keys of endpoints: never fewer than one, never more than {@link
 * SigningKey#MOST}.
 */
public final class SigningKeys {

    private final EndpointStore endpoints;
    private final SigningKeyStore store;
    private final EndpointChange change;
    private final Uuid7 ids;

    SigningKeys(EndpointStore endpoints, SigningKeyStore store, EndpointChange change, Uuid7 ids) {
        this.endpoints = endpoints;
        this.store = store;
        this.change = change;
        this.ids = ids;
    }

    /**
     * Newest first.
     *
     * @throws ApiError {@code NOT_FOUND}
     */
    List<SigningKey> list(EndpointId endpoint, Caller caller) {
        if (endpoints.find(caller.environment().id(), endpoint).isEmpty()) {
            throw EndpointChange.notFound();
        }
        return store.list(endpoint);
    }

    /**
     * @throws ApiError {@code NOT_FOUND}, {@code MAX_SIGNING_KEYS_REACHED}
     */
    public SigningKey.Issued create(EndpointId id, Caller caller, String requestId) {
        return change.of(
                id,
                caller,
                (endpoint, now) -> {
                    if (store.list(id).size() >= SigningKey.MOST) {
                        throw new ApiError(
                                ErrorCode.MAX_SIGNING_KEYS_REACHED,
                                "Endpoint already has the maximum of "
                                        + SigningKey.MOST
                                        + " signing keys");
                    }
                    SigningKey.Issued key = issue(endpoint.id(), endpoint.scheme(), now);
                    change.audit("signing_key.created", key.id(), caller, requestId, now);
                    return key;
                });
    }

    /**
     * A new key in the place of the others. For {@code overlap} the newest of them still signs
     * beside it, so that a receiver can change over; without one, all of them are gone at once.
     *
     * @param overlap zero or more
     * @throws ApiError {@code NOT_FOUND}
     */
    SigningKey.Rotated rotate(EndpointId id, Duration overlap, Caller caller, String requestId) {
        return change.of(
                id,
                caller,
                (endpoint, now) -> {
                    List<SigningKey> old = store.list(id);
                    int kept = overlap.isZero() ? 0 : 1;
                    old.stream()
                            .skip(kept)
                            .forEach(key -> delete(key.id(), caller, requestId, now));
                    // As exact as it is told.
                    Instant until = now.plus(overlap).truncatedTo(ChronoUnit.MILLIS);
                    old.stream().limit(kept).forEach(key -> store.letExpire(key.id(), until));
                    SigningKey.Issued key = issue(id, endpoint.scheme(), now);
                    change.audit("signing_key.rotated", key.id(), caller, requestId, now);
                    return new SigningKey.Rotated(key, kept == 0 ? null : until);
                });
    }

    /**
     * Deletes a key; what remains must be more than one that expires.
     *
     * @throws ApiError {@code NOT_FOUND}, {@code CANNOT_DELETE_LAST_KEY}
     */
    void delete(EndpointId id, SigningKeyId key, Caller caller, String requestId) {
        change.run(
                id,
                caller,
                (_, now) -> {
                    List<SigningKey> keys = store.list(id);
                    if (keys.stream().noneMatch(present -> present.id().equals(key))) {
                        throw keyNotFound();
                    }
                    if (keys.stream()
                            .filter(present -> !present.id().equals(key))
                            .allMatch(present -> present.expiresAt() != null)) {
                        throw new ApiError(
                                ErrorCode.CANNOT_DELETE_LAST_KEY, "Cannot delete last signing key");
                    }
                    delete(key, caller, requestId, now);
                });
    }

    private void delete(SigningKeyId key, Caller caller, String requestId, Instant now) {
        store.delete(key, now);
        change.audit("signing_key.deleted", key, caller, requestId, now);
    }

    /** A new key in the place of all that there are; in the transaction that is under way. */
    SigningKey.Issued replace(
            EndpointId endpoint,
            SignatureScheme scheme,
            Caller caller,
            String requestId,
            Instant now) {
        store.list(endpoint).forEach(key -> delete(key.id(), caller, requestId, now));
        SigningKey.Issued key = issue(endpoint, scheme, now);
        change.audit("signing_key.replaced", key.id(), caller, requestId, now);
        return key;
    }

    /** A new key; in the transaction that is under way. */
    SigningKey.Issued issue(EndpointId endpoint, SignatureScheme scheme, Instant now) {
        SigningKey.Issued key =
                new SigningKey.Issued(
                        new SigningKeyId(ids.next()), SigningSecret.random(scheme), now);
        store.insert(endpoint, key);
        return key;
    }

    static ApiError keyNotFound() {
        return ApiError.notFound("Signing key not found");
    }
}
