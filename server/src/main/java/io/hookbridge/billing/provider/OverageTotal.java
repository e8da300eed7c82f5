package io.hookbridge.billing.provider;

import java.math.BigDecimal;

/** What came of asking for the usage that the provider has. */
public sealed interface OverageTotal {

    /** It has so much; zero if nothing arrived. */
    record Known(BigDecimal messages) implements OverageTotal {}

    /** It cannot say now. */
    record Unavailable(Unavailability why) implements OverageTotal {}
}
