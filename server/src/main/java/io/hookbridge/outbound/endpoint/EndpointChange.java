package io.hookbridge.outbound.endpoint;

import io.hookbridge.access.Caller;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.http.ApiError;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** How an endpoint is changed: alone, with a record of it, and seen by deliveries at once. */
final class EndpointChange {

    private final Jdbi jdbi;
    private final EndpointStore store;
    private final DeliveryTargets targets;
    private final Uuid7 ids;
    private final InstantSource clock;

    EndpointChange(
            Jdbi jdbi,
            EndpointStore store,
            DeliveryTargets targets,
            Uuid7 ids,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.store = store;
        this.targets = targets;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What {@code work} makes of the endpoint and the present time, in one transaction.
     *
     * @throws ApiError {@code NOT_FOUND} if the environment has no such endpoint
     */
    <T> T of(EndpointId id, Caller caller, BiFunction<Endpoint, Instant, T> work) {
        T result =
                jdbi.inTransaction(_ -> {
                    Endpoint endpoint =
                            store.lock(caller.environment().id(), id)
                                    .orElseThrow(EndpointChange::notFound);
                    return work.apply(endpoint, clock.instant());
                });
        targets.forget(TargetId.of(id));
        return result;
    }

    /** The same for work without a result. */
    void run(EndpointId id, Caller caller, BiConsumer<Endpoint, Instant> work) {
        of(
                id,
                caller,
                (endpoint, now) -> {
                    work.accept(endpoint, now);
                    return true;
                });
    }

    /** Records it, in the transaction that is under way. */
    void audit(String action, Object subject, Caller caller, String requestId, Instant now) {
        store.insert(
                new AuditEvent(
                        ids.next(),
                        AuditScope.of(caller.environment()),
                        now,
                        caller.actor(),
                        action,
                        subject.toString(),
                        "done",
                        requestId));
    }

    static ApiError notFound() {
        return ApiError.notFound("Endpoint not found");
    }
}
