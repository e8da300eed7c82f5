package io.hookbridge.outbound.endpoint;

import io.hookbridge.access.Caller;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.key.SigningKeys;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.PlanRoom;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.delivery.target.TargetChange;
import io.hookbridge.delivery.target.TargetUrls;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.IdCursor;
import io.hookbridge.retry.RetryLimits;
import io.hookbridge.retry.RetryPolicy;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongBiFunction;

/**
 * Creates, finds and changes the endpoints of one environment; one of another environment, or a
 * deleted one, does not exist here. Refusals are thrown as {@link ApiError}.
 */
public final class Endpoints {

    private final Jdbi jdbi;
    private final EndpointStore store;
    private final TargetChange<Endpoint> change;
    private final SigningKeys keys;
    private final TargetUrls urls;
    private final PlanRoom room;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final Deliveries deliveries;

    /**
     * What endpoints have to do with their deliveries.
     *
     * @param queued counts the messages whose next attempt may be made now; asked before a
     *     resumption
     * @param resumed told after a resumption
     */
    public record Deliveries(
            ToLongBiFunction<EnvironmentId, EndpointId> queued, Consumer<EndpointId> resumed) {}

    /**
     * @param retries what holds for retries where neither endpoint nor project chose
     */
    public Endpoints(
            Jdbi jdbi,
            SecretBox secrets,
            RetryPolicy retries,
            TargetUrls urls,
            PlanRoom room,
            DeliveryTargets targets,
            Uuid7 ids,
            InstantSource clock,
            Deliveries deliveries) {
        this.jdbi = jdbi;
        this.store = new EndpointStore(jdbi, new SealedHeaders(secrets), retries);
        this.change =
                new TargetChange<>(
                        jdbi,
                        (environment, id) -> store.lock(environment, new EndpointId(id.value())),
                        targets,
                        ids,
                        clock);
        this.keys =
                new SigningKeys(
                        jdbi,
                        secrets,
                        (environment, id) ->
                                store.find(environment, new EndpointId(id.value())).isPresent(),
                        change,
                        ids);
        this.urls = urls;
        this.room = room;
        this.ids = ids;
        this.clock = clock;
        this.deliveries = deliveries;
    }

    /** The signing keys of the same endpoints. */
    public SigningKeys keys() {
        return keys;
    }

    /** An endpoint that was just made, and its first key. */
    public record Created(Endpoint endpoint, SigningKey.Issued key) {}

    /** The same with a secret of its own. */
    public Created create(EndpointFields fields, Caller caller, String requestId) {
        return create(fields, null, caller, requestId);
    }

    /**
     * Looks up the host of the URL, so it may take as long as that does.
     *
     * @param brought the secret of its first key, for one whose receiver has it already; null for a
     *     new one
     * @throws ApiError {@code INVALID_REQUEST} without a URL, or with a secret that the scheme has
     *     no use for, {@code INVALID_ENDPOINT}, {@code ENDPOINT_BLOCKED}, {@code
     *     ENDPOINT_UNREACHABLE}, {@code DUPLICATE_URL}, {@code FORBIDDEN} if the plan allows no
     *     more, or no such retries
     */
    public Created create(
            EndpointFields fields,
            @Nullable SigningSecret brought,
            Caller caller,
            String requestId) {
        String url = fields.url();
        if (url == null) {
            throw ApiError.invalidRequest("url is required");
        }
        urls.require(url, requestId);
        Allowance allowance = room.allowance(caller);
        Instant now = clock.instant();
        Endpoint endpoint =
                fields.make(
                        new EndpointId(ids.next()),
                        caller.environment().id(),
                        caller.tenant(),
                        url,
                        store.inherited(caller.environment().id()),
                        now);
        if (brought != null && endpoint.scheme() == SignatureScheme.STANDARD_V1A) {
            throw ApiError.invalidRequest("signing_secret is for shared secrets, and v1a has none");
        }
        requireAllowed(fields, endpoint, allowance);
        return jdbi.inTransaction(_ -> {
            reserveUrl(endpoint);
            room.require(allowance, endpoint.tenant());
            store.insert(endpoint);
            TargetId target = TargetId.of(endpoint.id());
            SigningKey.Issued key =
                    brought == null
                            ? keys.issue(target, endpoint.scheme(), now)
                            : keys.issue(target, brought, now);
            change.audit("endpoint.created", endpoint.id(), caller, requestId, now);
            return new Created(endpoint, key);
        });
    }

    /** Newest first, only those older than {@code before}; at most {@code limit}. */
    public List<Endpoint> list(EnvironmentId environment, @Nullable IdCursor before, int limit) {
        return store.list(environment, before, limit);
    }

    /**
     * Newest first, at most {@code limit}.
     *
     * @param text that is part of the URL, the description or the id, in upper or lower case; empty
     *     for any
     */
    public List<Endpoint> search(EnvironmentId environment, String text, int limit) {
        return store.search(environment, text, limit);
    }

    /** What holds for retries of the endpoints of an environment that choose nothing. */
    public RetryPolicy inherited(EnvironmentId environment) {
        return store.inherited(environment);
    }

    /** What the caller's plan allows of retries. */
    public RetryLimits retryLimits(Caller caller) {
        return room.allowance(caller).plan().retryLimits();
    }

    /** Empty if the environment has no such endpoint. */
    public Optional<Endpoint> find(EnvironmentId environment, EndpointId id) {
        return store.find(environment, id);
    }

    /**
     * @throws ApiError {@code NOT_FOUND}
     */
    public Endpoint get(EnvironmentId environment, EndpointId id) {
        return find(environment, id).orElseThrow(TargetChange::notFound);
    }

    /**
     * An endpoint that was just changed.
     *
     * @param newKey the one that took the place of all others, because the new scheme needs another
     *     kind
     */
    public record Changed(Endpoint endpoint, Optional<SigningKey.Issued> newKey) {}

    /**
     * Changes what was said, nothing at all if nothing was. Between {@code hookbridge} and {@code
     * v1} the keys stay; to and from {@code v1a}, which needs another kind, one new key replaces
     * them.
     *
     * @throws ApiError as {@link #create}, {@code FORBIDDEN} for retries alone; and {@code
     *     NOT_FOUND}
     */
    public Changed update(EndpointId id, EndpointFields fields, Caller caller, String requestId) {
        if (fields.sayNothing()) {
            return new Changed(get(caller.environment().id(), id), Optional.empty());
        }
        Endpoint known = get(caller.environment().id(), id);
        if (fields.url() != null && !fields.url().equals(known.url())) {
            urls.require(fields.url(), requestId);
        }
        Allowance allowance = room.allowance(caller);
        return change.of(
                TargetId.of(id),
                caller,
                (old, now) -> {
                    Endpoint changed = fields.change(old, now);
                    requireAllowed(fields, changed, allowance);
                    if (!changed.url().equals(old.url())) {
                        reserveUrl(changed);
                    }
                    store.update(changed);
                    Optional<SigningKey.Issued> newKey =
                            sameKind(old.scheme(), changed.scheme())
                                    ? Optional.empty()
                                    : Optional.of(
                                            keys.replace(
                                                    TargetId.of(id),
                                                    changed.scheme(),
                                                    caller,
                                                    requestId,
                                                    now));
                    change.audit("endpoint.updated", id, caller, requestId, now);
                    return new Changed(changed, newKey);
                });
    }

    /** What was chosen before the plan changed stays: fewer retries are made then. */
    private static void requireAllowed(
            EndpointFields fields, Endpoint endpoint, Allowance allowance) {
        if (fields.retries() != null && !fields.retries().isNone()) {
            allowance.plan().retryLimits().require(endpoint.retryPolicy());
        }
    }

    private static boolean sameKind(SignatureScheme one, SignatureScheme other) {
        return (one == SignatureScheme.STANDARD_V1A) == (other == SignatureScheme.STANDARD_V1A);
    }

    /**
     * Messages are accepted and wait. An endpoint that is paused already stays as it is.
     *
     * @throws ApiError {@code NOT_FOUND}
     */
    public void pause(EndpointId id, Caller caller, String requestId) {
        change.run(
                TargetId.of(id),
                caller,
                (endpoint, now) -> {
                    if (endpoint.paused() == null) {
                        store.update(endpoint.paused(Endpoint.Pause.REQUESTED, now));
                        change.audit("endpoint.paused", id, caller, requestId, now);
                    }
                });
    }

    /**
     * How many messages waited; 0 if the endpoint was not paused.
     *
     * @throws ApiError {@code NOT_FOUND}
     */
    public long resume(EndpointId id, Caller caller, String requestId) {
        EnvironmentId environment = caller.environment().id();
        if (get(environment, id).paused() == null) {
            return 0;
        }
        // Not while the endpoint is locked: they may be very many.
        long waiting = released(environment, id);
        boolean resumed =
                change.of(
                        TargetId.of(id),
                        caller,
                        (endpoint, now) -> {
                            if (endpoint.paused() == null) {
                                return false;
                            }
                            store.update(endpoint.paused(null, now));
                            change.audit("endpoint.resumed", id, caller, requestId, now);
                            return true;
                        });
        if (!resumed) {
            return 0;
        }
        deliveries.resumed().accept(id);
        return waiting;
    }

    /**
     * Nothing new is accepted; what was accepted goes on, or goes on waiting if the endpoint is
     * paused.
     *
     * @throws ApiError {@code NOT_FOUND}
     */
    public void delete(EndpointId id, Caller caller, String requestId) {
        change.run(
                TargetId.of(id),
                caller,
                (_, now) -> {
                    store.delete(id, now);
                    change.audit("endpoint.deleted", id, caller, requestId, now);
                });
    }

    /** How many messages a resumption would release now. */
    public long released(EnvironmentId environment, EndpointId id) {
        return deliveries.queued().applyAsLong(environment, id);
    }

    /** Until the transaction ends nobody else can take the URL, or another place of the plan. */
    private void reserveUrl(Endpoint endpoint) {
        room.lock(endpoint.tenant());
        if (store.hasPlace(endpoint)) {
            throw new ApiError(
                    ErrorCode.DUPLICATE_URL,
                    "the environment already has an endpoint with this url, or one that leads to the same place");
        }
    }
}
