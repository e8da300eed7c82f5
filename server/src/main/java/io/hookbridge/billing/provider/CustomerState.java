package io.hookbridge.billing.provider;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything a provider knows of a customer.
 *
 * @param subscriptions all that it ever had
 */
public record CustomerState(List<Told> subscriptions) {

    /**
     * A subscription in the provider's words of this moment. What we knew of it before is not in
     * it: a word for its status that nobody knows is read as {@code unpaid}, a price that nobody
     * knows as {@code free}, and since when it is past due is not said.
     *
     * @param unknownPrice the price that is paid, if nobody can say which plan it sells; null if it
     *     is known
     * @param created when it was made
     */
    public record Told(Subscription subscription, @Nullable String unknownPrice, Instant created) {}

    public CustomerState {
        subscriptions = List.copyOf(subscriptions);
    }

    /** A customer of whom one subscription is kept. */
    public static CustomerState of(Optional<Subscription> only) {
        return new CustomerState(
                only.map(each -> new Told(each, null, each.currentPeriodStart())).stream()
                        .toList());
    }

    /** Whether none of them can charge anybody any more. */
    public boolean isOver() {
        return subscriptions.stream().allMatch(each -> each.subscription().status().isOver());
    }

    /** How many of them are live; more than one needs an operator. */
    public int live() {
        return (int)
                subscriptions.stream()
                        .filter(each -> each.subscription().status().isLive())
                        .count();
    }
}
