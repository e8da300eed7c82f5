package io.hookbridge.billing.provider;

import java.util.List;
import java.util.Optional;

/**
 * A page of the provider's list of events, newest first.
 *
 * @param next what to ask the next page with; empty after the last one
 */
public record EventPage(List<BillingEvent> events, Optional<String> next) {
    public EventPage {
        events = List.copyOf(events);
    }
}
