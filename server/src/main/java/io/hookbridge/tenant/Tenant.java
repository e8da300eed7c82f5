package io.hookbridge.tenant;

import io.hookbridge.base.TenantId;

import java.time.Instant;

/** A company on this installation. */
public record Tenant(TenantId id, String name, Instant createdAt) {

    /** The most characters of a name. */
    public static final int MAX_NAME = 255;
}
