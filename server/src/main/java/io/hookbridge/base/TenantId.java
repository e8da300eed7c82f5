package io.hookbridge.base;

import java.util.Optional;
import java.util.UUID;

/** Identifies a tenant; written {@code tenant_} and 32 hexadecimal digits. */
public record TenantId(UUID value) {

    private static final PrefixedUuid FORMAT = new PrefixedUuid("tenant_");

    public static Optional<TenantId> parse(String text) {
        return FORMAT.parse(text).map(TenantId::new);
    }

    @Override
    public String toString() {
        return FORMAT.format(value);
    }
}
