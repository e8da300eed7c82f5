package io.hookbridge.billing.provider;

import java.util.List;
import java.util.Optional;

/** What came of asking the provider for one page of its list of events. */
public sealed interface EventPage {

    /**
     * A page, newest first.
     *
     * @param next what to ask the next page with; empty after the last one
     */
    record Page(List<BillingEvent> events, Optional<String> next) implements EventPage {}

    /** The provider cannot say now. */
    record Unavailable(Unavailability why) implements EventPage {}
}
