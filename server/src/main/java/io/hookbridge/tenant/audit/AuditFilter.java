package io.hookbridge.tenant.audit;

import io.hookbridge.access.Environment;
import io.hookbridge.base.TenantId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which events are wanted; null stands for any.
 *
 * @param tenant whose events, and those of the installation that were done to it; null for those of
 *     the whole installation
 * @param within only what was done in this environment of the tenant, or to the billing of its mode
 * @param actor the id of whoever did it
 * @param target the id of what it was done to
 * @param from then or later
 * @param until before then
 */
public record AuditFilter(
        @Nullable TenantId tenant,
        @Nullable Environment within,
        @Nullable String action,
        @Nullable String actor,
        @Nullable String target,
        @Nullable Instant from,
        @Nullable Instant until) {

    /** Whether more is asked than what the index of a tenant's events answers. */
    boolean isNarrow() {
        return within != null || action != null || actor != null || target != null;
    }
}
