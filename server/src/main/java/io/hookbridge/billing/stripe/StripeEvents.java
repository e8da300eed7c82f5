package io.hookbridge.billing.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.StripeCollection;
import com.stripe.param.EventListParams;

import io.hookbridge.base.Json;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingEvent;
import io.hookbridge.billing.provider.EventPage;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.account.AccountCheck;
import io.hookbridge.billing.stripe.call.Operation;
import io.hookbridge.billing.stripe.call.StripeCalls;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;
import io.hookbridge.billing.stripe.call.UnusableAnswer;
import io.hookbridge.billing.stripe.webhook.StripeEvent;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the list of events that Stripe keeps for 30 days. */
record StripeEvents(StripeCalls calls, AccountCheck account) {

    private static final Duration BUDGET = Duration.ofSeconds(20);

    /** One event can be many kilobytes, and an answer has at most one mebibyte. */
    private static final long PAGE = 30;

    /** The only ones that change what we keep; everything else follows from them. */
    private static final List<String> TYPES =
            List.of(
                    "customer.deleted",
                    "customer.subscription.created",
                    "customer.subscription.deleted",
                    "customer.subscription.paused",
                    "customer.subscription.resumed",
                    "customer.subscription.updated");

    Asked<EventPage> list(Instant since, @Nullable String after) {
        return calls.run(
                Operation.LIST_EVENTS, BUDGET, call -> new Asked.Got<>(page(call, since, after)));
    }

    private EventPage page(Call call, Instant since, @Nullable String after)
            throws StripeException {
        account.require(call);
        EventListParams.Builder params =
                EventListParams.builder()
                        .setCreated(
                                EventListParams.Created.builder()
                                        .setGte(since.getEpochSecond())
                                        .build())
                        .addAllType(TYPES)
                        .setLimit(PAGE);
        if (after != null) {
            params.setStartingAfter(after);
        }
        return read(call.stripe().v1().events().list(params.build()));
    }

    /**
     * Reads the raw text, as with webhooks: the SDK's typed event is empty for another API version.
     */
    private static EventPage read(StripeCollection<Event> list) {
        JsonNode data = Json.MAPPER.readTree(list.getLastResponse().body()).path("data");
        List<BillingEvent> events = new ArrayList<>();
        for (JsonNode event : data) {
            events.add(
                    StripeEvent.read(event)
                            .orElseThrow(() ->
                                    new UnusableAnswer(Kind.BAD_ANSWER, "event without an id"))
                            .event());
        }
        boolean more = Boolean.TRUE.equals(list.getHasMore()) && !events.isEmpty();
        return new EventPage(events, more ? Optional.of(events.getLast().id()) : Optional.empty());
    }
}
