package io.hookbridge.inbound.endpoint;

import io.hookbridge.access.Caller;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.key.SigningKeys;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.PlanRoom;
import io.hookbridge.delivery.target.TargetChange;
import io.hookbridge.delivery.target.TargetUrls;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.IdCursor;
import io.hookbridge.retry.RetryPolicy;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates, finds and changes the endpoints of one environment that receive; one of another
 * environment, or a deleted one, does not exist here. Refusals are thrown as {@link ApiError}.
 */
public final class InboundEndpoints {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 16;

    private final Jdbi jdbi;
    private final InboundEndpointStore store;
    private final TargetChange<InboundEndpoint> change;
    private final SigningKeys keys;
    private final RetryPolicy retries;
    private final TargetUrls urls;
    private final IngestUrl ingest;
    private final PlanRoom room;
    private final InboundGates gates;
    private final EndpointPresets presets;
    private final Uuid7 ids;
    private final InstantSource clock;

    /**
     * @param retries what holds for retries where neither endpoint nor project chose
     */
    public InboundEndpoints(
            Jdbi jdbi,
            SecretBox secrets,
            RetryPolicy retries,
            TargetUrls urls,
            IngestUrl ingest,
            PlanRoom room,
            DeliveryTargets targets,
            InboundGates gates,
            EndpointPresets presets,
            Uuid7 ids,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.store = new InboundEndpointStore(jdbi, new SealedInbound(secrets));
        this.change =
                new TargetChange<>(
                        jdbi,
                        (environment, id) ->
                                store.lock(environment, new InboundEndpointId(id.value())),
                        targets,
                        ids,
                        clock);
        this.keys =
                new SigningKeys(
                        jdbi,
                        secrets,
                        (environment, id) ->
                                store.find(environment, new InboundEndpointId(id.value()))
                                        .isPresent(),
                        change,
                        ids);
        this.retries = retries;
        this.urls = urls;
        this.ingest = ingest;
        this.room = room;
        this.gates = gates;
        this.presets = presets;
        this.ids = ids;
        this.clock = clock;
    }

    /** What holds for retries where neither endpoint nor project chose. */
    public RetryPolicy retries() {
        return retries;
    }

    /** What holds for retries of the endpoints of an environment that choose nothing. */
    public RetryPolicy inherited(EnvironmentId environment) {
        return store.retriesOfProject(environment).over(retries);
    }

    /** The signing keys of the same endpoints. */
    public SigningKeys keys() {
        return keys;
    }

    /**
     * An endpoint that was just made or changed.
     *
     * @param newKey the first key of one that signs from now on
     */
    public record Changed(InboundEndpoint endpoint, Optional<SigningKey.Issued> newKey) {}

    /**
     * Looks up the host of the URL, if there is one, so it may take as long as that does.
     *
     * @param usualMode the mode if {@code fields} says none
     * @throws ApiError {@code INVALID_REQUEST}, {@code INVALID_ENDPOINT}, {@code ENDPOINT_BLOCKED},
     *     {@code ENDPOINT_UNREACHABLE}, {@code FORBIDDEN} if the plan allows no more, or no such
     *     retries
     */
    public Changed create(
            InboundFields fields, InboundMode usualMode, Caller caller, String requestId) {
        Allowance allowance = room.allowance(caller);
        Instant now = clock.instant();
        InboundEndpoint endpoint =
                fields.make(
                        new InboundEndpointId(ids.next()),
                        caller.environment().id(),
                        caller.tenant(),
                        usualMode,
                        newToken(),
                        store.retriesOfProject(caller.environment().id()),
                        presets,
                        now);
        requireUrl(endpoint.url(), requestId);
        requireRetention(fields, allowance);
        requireAllowed(fields, endpoint, allowance);
        return jdbi.inTransaction(_ -> {
            room.lock(endpoint.tenant());
            room.require(allowance, endpoint.tenant());
            presets.requireUsable(endpoint);
            store.insert(endpoint);
            Optional<SigningKey.Issued> key = firstKey(endpoint, now);
            change.audit("inbound_endpoint.created", endpoint.id(), caller, requestId, now);
            return new Changed(endpoint, key);
        });
    }

    private static String newToken() {
        byte[] bits = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    private void requireUrl(String url, String requestId) {
        if (url.isEmpty()) {
            return;
        }
        if (ingest.isOwn(url)) {
            throw new ApiError(
                    ErrorCode.INVALID_ENDPOINT,
                    "the url is an address that this server receives at; what is forwarded there comes back");
        }
        urls.require(url, requestId);
    }

    private static void requireRetention(InboundFields fields, Allowance allowance) {
        int most = allowance.plan().limits().retentionDays();
        if (fields.retentionDays() != null && fields.retentionDays() > most) {
            throw ApiError.invalidRequest(
                            "retention_days may be at most %d under the plan \"%s\""
                                    .formatted(most, allowance.plan().name()))
                    .with(Map.of("pointer", "/retention_days"));
        }
    }

    /** What was chosen before the plan changed stays: fewer retries are made then. */
    private void requireAllowed(
            InboundFields fields, InboundEndpoint endpoint, Allowance allowance) {
        if (fields.retries() != null && !fields.retries().isNone()) {
            allowance.plan().retryLimits().require(endpoint.retryPolicy(retries));
        }
    }

    /** In the transaction that is under way. */
    private Optional<SigningKey.Issued> firstKey(InboundEndpoint endpoint, Instant now) {
        return endpoint.signed()
                ? Optional.of(keys.issue(TargetId.of(endpoint.id()), endpoint.scheme(), now))
                : Optional.empty();
    }

    /**
     * Newest first, only those older than {@code before}; at most {@code limit}.
     *
     * @param mode the only one that is wanted; null for all
     */
    public List<InboundEndpoint> list(
            EnvironmentId environment,
            @Nullable InboundMode mode,
            @Nullable IdCursor before,
            int limit) {
        return store.list(environment, mode, before, limit);
    }

    public Optional<InboundEndpoint> find(EnvironmentId environment, InboundEndpointId id) {
        return store.find(environment, id);
    }

    /**
     * @throws ApiError {@code NOT_FOUND}
     */
    public InboundEndpoint get(EnvironmentId environment, InboundEndpointId id) {
        return find(environment, id).orElseThrow(TargetChange::notFound);
    }

    /**
     * Changes what was said, nothing at all if nothing was. What it received before goes on as it
     * was received: to be delivered, or to be fetched.
     *
     * @throws ApiError as {@link #create}, {@code FORBIDDEN} for retries alone; and {@code
     *     NOT_FOUND}
     */
    public Changed update(
            InboundEndpointId id, InboundFields fields, Caller caller, String requestId) {
        InboundEndpoint known = get(caller.environment().id(), id);
        if (fields.sayNothing()) {
            return new Changed(known, Optional.empty());
        }
        Allowance allowance = room.allowance(caller);
        requireRetention(fields, allowance);
        if (fields.url() != null && !fields.url().equals(known.url())) {
            requireUrl(fields.url(), requestId);
        }
        Changed changed =
                change.of(
                        TargetId.of(id),
                        caller,
                        (old, now) -> {
                            InboundEndpoint endpoint = fields.change(old, presets, now);
                            requireAllowed(fields, endpoint, allowance);
                            store.update(endpoint);
                            Optional<SigningKey.Issued> key =
                                    hasKeys(id, caller)
                                            ? Optional.empty()
                                            : firstKey(endpoint, now);
                            change.audit("inbound_endpoint.updated", id, caller, requestId, now);
                            return new Changed(endpoint, key);
                        });
        gates.forget(id);
        return changed;
    }

    private boolean hasKeys(InboundEndpointId id, Caller caller) {
        return !keys.list(TargetId.of(id), caller).isEmpty();
    }

    /**
     * Whatever comes is refused from now on, or taken again.
     *
     * @throws ApiError {@code NOT_FOUND}
     */
    public void pause(InboundEndpointId id, boolean paused, Caller caller, String requestId) {
        change.run(
                TargetId.of(id),
                caller,
                (endpoint, now) -> {
                    if (endpoint.paused() != paused) {
                        store.update(endpoint.paused(paused, now));
                        change.audit(
                                paused ? "inbound_endpoint.paused" : "inbound_endpoint.resumed",
                                id,
                                caller,
                                requestId,
                                now);
                    }
                });
        gates.forget(id);
    }

    /**
     * Whatever comes is refused for good; what was received before goes on.
     *
     * @throws ApiError {@code NOT_FOUND}
     */
    public void delete(InboundEndpointId id, Caller caller, String requestId) {
        change.run(
                TargetId.of(id),
                caller,
                (_, now) -> {
                    store.delete(id, now);
                    change.audit("inbound_endpoint.deleted", id, caller, requestId, now);
                });
        gates.forget(id);
    }
}
