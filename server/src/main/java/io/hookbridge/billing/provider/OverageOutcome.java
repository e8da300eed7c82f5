package io.hookbridge.billing.provider;

/** What came of reporting usage. */
public sealed interface OverageOutcome {

    /** The provider has the report, from this request or from an earlier one. */
    record Accepted() implements OverageOutcome {}

    /** It may have it or not. */
    record Unavailable(Unavailability why) implements OverageOutcome {}
}
