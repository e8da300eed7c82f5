package io.hookbridge.access;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;

/**
 * All environments of a tenant that are of one mode: what a limit of the tenant is counted for, so
 * that whatever is used up in test is still there in live.
 */
public record TenantSide(TenantId tenant, Mode mode) {}
