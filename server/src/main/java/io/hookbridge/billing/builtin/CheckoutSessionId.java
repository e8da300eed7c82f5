package io.hookbridge.billing.builtin;

import java.util.UUID;

/**
 * Names a checkout session in answers and audit rows and grants nothing; written {@code cs_} and 32
 * hexadecimal digits.
 */
record CheckoutSessionId(UUID value) {

    @Override
    public String toString() {
        return "cs_" + value.toString().replace("-", "");
    }
}
