package io.hookbridge.base;

import java.util.UUID;

/** Identifies one request to this server; written {@code req_} and 32 hexadecimal digits. */
public record RequestId(UUID value) {

    private static final PrefixedUuid FORMAT = new PrefixedUuid("req_");

    @Override
    public String toString() {
        return FORMAT.format(value);
    }
}
