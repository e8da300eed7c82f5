package io.hookbridge.delivery.key;

import io.hookbridge.access.Caller;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.delivery.target.SealedKeys;
import io.hookbridge.delivery.target.TargetChange;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Makes and deletes the signing keys of endpoints: never fewer than one, never more than {@link
 * SigningKey#MOST}.
 */
public final class SigningKeys {

    private final SigningKeyStore store;
    private final BiPredicate<EnvironmentId, TargetId> exists;
    private final TargetChange<? extends SigningTarget> change;
    private final Uuid7 ids;

    /**
     * @param exists whether the environment has such an endpoint that is not deleted
     * @param change of the same endpoints
     */
    public SigningKeys(
            Jdbi jdbi,
            SecretBox secrets,
            BiPredicate<EnvironmentId, TargetId> exists,
            TargetChange<? extends SigningTarget> change,
            Uuid7 ids) {
        this.store = new SigningKeyStore(jdbi, new SealedKeys(secrets));
        this.exists = exists;
        this.change = change;
        this.ids = ids;
    }

    /**
     * Newest first.
     *
     * @throws ApiError {@code NOT_FOUND}
     */
    public List<SigningKey> list(TargetId endpoint, Caller caller) {
        if (!exists.test(caller.environment().id(), endpoint)) {
            throw TargetChange.notFound();
        }
        return store.list(endpoint);
    }

    /**
     * @throws ApiError {@code NOT_FOUND}, {@code MAX_SIGNING_KEYS_REACHED}
     */
    public SigningKey.Issued create(TargetId id, Caller caller, String requestId) {
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
                    SigningKey.Issued key = issue(id, endpoint.scheme(), now);
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
    public SigningKey.Rotated rotate(
            TargetId id, Duration overlap, Caller caller, String requestId) {
        return change.of(
                id,
                caller,
                (endpoint, now) -> {
                    List<SigningKey> old = store.list(id);
                    int kept = overlap.isZero() ? 0 : 1;
                    old.stream()
                            .skip(kept)
                            .forEach(key -> delete(key.id(), caller, requestId, now));
                    var _ = store.endTrials(id, now);
                    // As exact as it is told.
                    Instant until = now.plus(overlap).truncatedTo(ChronoUnit.MILLIS);
                    old.stream().limit(kept).forEach(key -> store.letExpire(key.id(), until));
                    SigningKey.Issued key = issue(id, endpoint.scheme(), now);
                    change.audit("signing_key.rotated", key.id(), caller, requestId, now);
                    return new SigningKey.Rotated(key, kept == 0 ? null : until);
                });
    }

    /**
     * Has the first attempts at the next messages signed with the newest key alone, to see whether
     * the receiver knows it. A message that is refused then goes out again with both signatures,
     * and ends the trial.
     *
     * @param messages 1 to {@link SigningKey.Trial#LARGEST}
     * @param only the idempotency key of the one message that is meant, whichever attempt at it;
     *     null for any message
     * @return whether it began: there must be an older key to go back to
     * @throws ApiError {@code NOT_FOUND}
     */
    public boolean beginTrial(
            TargetId id, int messages, @Nullable String only, Caller caller, String requestId) {
        return change.of(
                id,
                caller,
                (_, now) -> {
                    List<SigningKey> keys = store.list(id);
                    if (keys.size() < SigningKey.MOST) {
                        return false;
                    }
                    SigningKeyId newest = keys.getFirst().id();
                    var _ = store.endTrials(id, now);
                    store.beginTrial(newest, messages, only, now.truncatedTo(ChronoUnit.MILLIS));
                    change.audit("signing_key.trial_began", newest, caller, requestId, now);
                    return true;
                });
    }

    /**
     * Has all messages signed with both keys again.
     *
     * @throws ApiError {@code NOT_FOUND}
     */
    public void endTrial(TargetId id, Caller caller, String requestId) {
        change.run(
                id,
                caller,
                (_, now) -> {
                    if (store.endTrials(id, now)) {
                        change.audit(
                                "signing_key.trial_ended",
                                store.list(id).getFirst().id(),
                                caller,
                                requestId,
                                now);
                    }
                });
    }

    /**
     * Deletes a key; what remains must be more than one that expires.
     *
     * @throws ApiError {@code NOT_FOUND}, {@code CANNOT_DELETE_LAST_KEY}
     */
    public void delete(TargetId id, SigningKeyId key, Caller caller, String requestId) {
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
    public SigningKey.Issued replace(
            TargetId endpoint,
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
    public SigningKey.Issued issue(TargetId endpoint, SignatureScheme scheme, Instant now) {
        return issue(endpoint, SigningSecret.random(scheme), now);
    }

    /** A key with this secret; in the transaction that is under way. */
    public SigningKey.Issued issue(TargetId endpoint, SigningSecret secret, Instant now) {
        SigningKey.Issued key = new SigningKey.Issued(new SigningKeyId(ids.next()), secret, now);
        store.insert(endpoint, key);
        return key;
    }

    /** The refusal for a key that is not there. */
    public static ApiError keyNotFound() {
        return ApiError.notFound("Signing key not found");
    }
}
