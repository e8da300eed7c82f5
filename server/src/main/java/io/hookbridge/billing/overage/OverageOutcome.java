package io.hookbridge.billing.overage;

import io.hookbridge.billing.Unavailability;

/** What came of reporting usage. */
public sealed interface OverageOutcome {

    /** The provider has the report, from this request or from an earlier one. */
    record Accepted() implements OverageOutcome {}

    /** It may have it or not. */
    record Unavailable(Unavailability why) implements OverageOutcome {}
}
