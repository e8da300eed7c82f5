package io.hookbridge.tenant.project;

import io.hookbridge.base.TenantId;

/**
 * How many projects a tenant may have.
 *
 * @param most at least 1
 * @param plan the name of the plan that says so
 */
public record ProjectLimit(int most, String plan) {

    /** Knows the limit of each tenant; quick, because it is asked inside a transaction. */
    @FunctionalInterface
    public interface OfTenant {
        ProjectLimit of(TenantId tenant);
    }
}
