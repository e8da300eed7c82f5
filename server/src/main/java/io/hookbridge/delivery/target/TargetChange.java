package io.hookbridge.delivery.target;

import io.hookbridge.access.Caller;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.ApiError;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * How an endpoint is changed: alone, with a record of it, and seen by deliveries at once.
 *
 * @param <E> what is known of an endpoint
 */
public final class TargetChange<E> {

    private final Jdbi jdbi;
    private final BiFunction<EnvironmentId, TargetId, Optional<E>> lock;
    private final DeliveryTargets targets;
    private final Uuid7 ids;
    private final InstantSource clock;

    /**
     * @param lock finds an endpoint that is not deleted, which nobody else changes until the
     *     transaction ends
     */
    public TargetChange(
            Jdbi jdbi,
            BiFunction<EnvironmentId, TargetId, Optional<E>> lock,
            DeliveryTargets targets,
            Uuid7 ids,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.lock = lock;
        this.targets = targets;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What {@code work} makes of the endpoint and the present time, in one transaction.
     *
     * @throws ApiError {@code NOT_FOUND} if the environment has no such endpoint
     */
    public <T> T of(TargetId id, Caller caller, BiFunction<E, Instant, T> work) {
        T result =
                jdbi.inTransaction(_ -> {
                    E endpoint =
                            lock.apply(caller.environment().id(), id)
                                    .orElseThrow(TargetChange::notFound);
                    return work.apply(endpoint, clock.instant());
                });
        targets.forget(id);
        return result;
    }

    /** The same for work without a result. */
    public void run(TargetId id, Caller caller, BiConsumer<E, Instant> work) {
        of(
                id,
                caller,
                (endpoint, now) -> {
                    work.accept(endpoint, now);
                    return true;
                });
    }

    /** Records it, in the transaction that is under way. */
    public void audit(String action, Object subject, Caller caller, String requestId, Instant now) {
        AuditEvent event =
                new AuditEvent(
                        ids.next(),
                        AuditScope.of(caller.environment()),
                        now,
                        caller.actor(),
                        action,
                        subject.toString(),
                        "done",
                        requestId);
        jdbi.useHandle(handle -> AuditStore.insert(handle, event));
    }

    /** The refusal for an endpoint that is not there, or is somebody else's. */
    public static ApiError notFound() {
        return ApiError.notFound("Endpoint not found");
    }
}
