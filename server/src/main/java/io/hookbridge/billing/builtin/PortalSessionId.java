package io.hookbridge.billing.builtin;

import java.util.UUID;

/**
 * Names a portal session in audit rows and grants nothing; written {@code bps_} and 32 hexadecimal
 * digits.
 */
public record PortalSessionId(UUID value) {

    @Override
    public String toString() {
        return "bps_" + value.toString().replace("-", "");
    }
}
