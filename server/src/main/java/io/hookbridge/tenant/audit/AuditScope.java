package io.hookbridge.tenant.audit;

import io.hookbridge.access.Environment;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;

import org.jspecify.annotations.Nullable;

/**
 * What an audited action concerns.
 *
 * @param tenant null for the whole installation
 * @param environment in which it was done; null for what belongs to none, such as people and
 *     projects
 * @param mode the environment's, or that of the billing it was done to, which is one for all
 *     environments of a mode; null for what is in neither, and may be null where the environment
 *     tells it
 */
public record AuditScope(
        @Nullable TenantId tenant, @Nullable EnvironmentId environment, @Nullable Mode mode) {

    public static final AuditScope INSTALLATION = new AuditScope(null, null, null);

    public static AuditScope of(TenantId tenant) {
        return new AuditScope(tenant, null, null);
    }

    /** What concerns the tenant's billing in live or in test. */
    public static AuditScope of(TenantId tenant, Mode mode) {
        return new AuditScope(tenant, null, mode);
    }

    public static AuditScope of(TenantId tenant, EnvironmentId environment) {
        return new AuditScope(tenant, environment, null);
    }

    public static AuditScope of(Environment environment) {
        return new AuditScope(environment.tenant(), environment.id(), environment.mode());
    }
}
