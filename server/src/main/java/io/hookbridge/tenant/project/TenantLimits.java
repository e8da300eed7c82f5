package io.hookbridge.tenant.project;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.retry.RetryLimits;

/**
 * What a tenant may have and ask for, in live or in test. The limits are the tenant's and not those
 * of a key or a project, so that another key or project brings no more.
 *
 * @param projects at least 1
 * @param sendsPerMinute requests to send, of all projects together, at least 100
 * @param callsPerMinute all other requests to the API and pages of the console, at least 60
 * @param retries what retries of deliveries can be asked for
 * @param plan the name of the plan that says so
 */
public record TenantLimits(
        int projects, int sendsPerMinute, int callsPerMinute, RetryLimits retries, String plan) {

    /** Knows the limits of each tenant in either mode; quick, because every request asks. */
    @FunctionalInterface
    public interface OfTenant {
        TenantLimits of(TenantId tenant, Mode mode);
    }
}
