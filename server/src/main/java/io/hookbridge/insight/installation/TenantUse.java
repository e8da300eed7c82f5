package io.hookbridge.insight.installation;

import io.hookbridge.base.TenantId;

import java.time.Instant;

/**
 * How much a tenant has and uses.
 *
 * @param status {@code active}, {@code suspended} or {@code erasing}
 * @param messages of live in the running month (UTC)
 * @param beyond of those, how many were beyond the plan's limit
 */
public record TenantUse(
        TenantId id,
        String name,
        String status,
        Instant createdAt,
        long projects,
        long people,
        long endpoints,
        long messages,
        long beyond) {}
