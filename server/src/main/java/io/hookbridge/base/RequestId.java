package io.hookbridge.base;

import java.util.Optional;
import java.util.UUID;

/** Identifies one request to this server; written {@code req_} and 32 hexadecimal digits. */
public record RequestId(UUID value) {

    private static final PrefixedUuid FORMAT = new PrefixedUuid("req_");

    public static Optional<RequestId> parse(String text) {
        return FORMAT.parse(text).map(RequestId::new);
    }

    @Override
    public String toString() {
        return FORMAT.format(value);
    }
}
