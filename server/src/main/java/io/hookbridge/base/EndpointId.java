package io.hookbridge.base;

import java.util.Optional;
import java.util.UUID;

/** Identifies an outbound endpoint; written {@code ep_} and 32 hexadecimal digits. */
public record EndpointId(UUID value) {

    private static final PrefixedUuid FORMAT = new PrefixedUuid("ep_");

    public static Optional<EndpointId> parse(String text) {
        return FORMAT.parse(text).map(EndpointId::new);
    }

    @Override
    public String toString() {
        return FORMAT.format(value);
    }
}
