package io.hookbridge.tenant.erasure;

import io.hookbridge.access.Actor;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Optional;

/** Erases tenants; safe on every node and in every command at once. */
public final class Erasures {

    /** A turn ends after so many chunks, so that a server need not wait long for it to stop. */
    private static final int CHUNKS = 50;

    private final Jdbi jdbi;
    private final ErasureStore store;
    private final Uuid7 ids;
    private final InstantSource clock;

    public Erasures(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this(jdbi, ids, clock, ErasureStore.USUAL_CHUNK);
    }

    /**
     * @param chunk the most rows of a table that one transaction takes away
     */
    Erasures(Jdbi jdbi, Uuid7 ids, InstantSource clock, int chunk) {
        this.jdbi = jdbi;
        this.store = new ErasureStore(jdbi, chunk);
        this.ids = ids;
        this.clock = clock;
    }

    /** What there is of the tenant now. Counts messages one by one. */
    public Holdings holdings(TenantId tenant) {
        return store.holdings(tenant);
    }

    /**
     * What there was of the tenant when its erasure was ordered, also after it has ended; empty if
     * it was not ordered.
     */
    public Optional<Holdings> ordered(TenantId tenant) {
        return store.ordered(tenant).map(Holdings::parse);
    }

    /**
     * Stops the tenant for good, on every node within a second, and leaves it to be erased. Cannot
     * be taken back. Does nothing for a tenant that is being erased already.
     *
     * @param holdings for the audit row that stays
     */
    public void begin(TenantId tenant, Holdings holdings, Actor actor) {
        jdbi.useTransaction(handle -> {
            if (ErasureStore.lockStanding(handle, tenant)) {
                ErasureStore.begin(handle, tenant, holdings.line());
                AuditStore.insert(
                        handle,
                        audit(
                                AuditScope.of(tenant),
                                tenant,
                                actor,
                                "tenant.erasure_began",
                                holdings.line()));
            }
        });
    }

    /** How far it has come. */
    public enum Progress {
        /** Some went; there may be more. */
        MORE,
        /** Somebody else is at it, or a node has messages of the tenant in its hands. */
        BUSY,
        /** Nothing is left of the tenant. */
        DONE
    }

    /**
     * Takes some of a tenant away that was ordered to be erased.
     *
     * @throws StillReferredToException if a row is in use; that passes, unless a table was
     *     forgotten
     */
    public Progress step(TenantId tenant, Actor actor) {
        try {
            return jdbi.inTransaction(handle -> step(handle, tenant, actor));
        } catch (JdbiException failure) {
            throw StillReferredToException.of(failure)
                    .<RuntimeException>map(referred -> referred)
                    .orElse(failure);
        }
    }

    private Progress step(Handle handle, TenantId tenant, Actor actor) {
        @Nullable String counts = ErasureStore.claim(handle, tenant).orElse(null);
        if (counts == null) {
            return ErasureStore.exists(handle, tenant) ? Progress.BUSY : Progress.DONE;
        }
        if (store.deleteSome(handle, tenant)) {
            return Progress.MORE;
        }
        if (!ErasureStore.deleteUsage(handle, tenant)) {
            return Progress.BUSY;
        }
        ErasureStore.deleteTenant(handle, tenant);
        AuditStore.insert(
                handle, audit(AuditScope.INSTALLATION, tenant, actor, "tenant.erased", counts));
        return Progress.DONE;
    }

    /**
     * Goes on with every tenant that was ordered to be erased. To be called every second. One that
     * fails does not keep the others waiting; the failure is thrown when all had their turn.
     */
    public void goOn(Actor actor) {
        @Nullable RuntimeException first = null;
        for (TenantId tenant : store.erasing()) {
            try {
                goOn(tenant, actor);
            } catch (RuntimeException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void goOn(TenantId tenant, Actor actor) {
        for (int i = 0; i < CHUNKS && step(tenant, actor) == Progress.MORE; i++) {
            // The rest goes with the next turn.
        }
    }

    private AuditEvent audit(
            AuditScope scope, TenantId tenant, Actor actor, String action, String counts) {
        return new AuditEvent(
                ids.next(),
                scope,
                clock.instant(),
                actor,
                action,
                tenant.toString(),
                "done",
                null,
                counts);
    }
}
