package io.hookbridge.billing.checkout;

import io.hookbridge.access.Caller;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.portal.ReturnUrlPolicy;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens checkout sessions. Every request leaves one audit row before it is answered, whatever came
 * of it.
 */
public final class Checkouts {

    /** For the customer and the session together. */
    private static final Duration BUDGET = Duration.ofSeconds(6);

    private final BillingProvider provider;
    private final Subscriptions subscriptions;
    private final Plans plans;
    private final ReturnUrlPolicy returnUrls;
    private final Consumer<Customer> doubt;
    private final Consumer<AuditEvent> audit;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final Ticker ticker;

    /**
     * @param doubt told of a customer of whom the provider says something else than our row: asks
     *     again in its turn and keeps the answer
     * @param returnUrls whose defaults are where the browser goes afterwards
     * @param audit writes one audit row and returns when it is committed
     */
    public Checkouts(
            BillingProvider provider,
            Subscriptions subscriptions,
            Plans plans,
            ReturnUrlPolicy returnUrls,
            Consumer<Customer> doubt,
            Consumer<AuditEvent> audit,
            Uuid7 ids,
            InstantSource clock,
            Ticker ticker) {
        this.provider = provider;
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.returnUrls = returnUrls;
        // A default that is too long to carry the hint is to be told at the start.
        for (Mode mode : Mode.values()) {
            LandingUrls.of(returnUrls, returnUrls.defaultFor(mode));
        }
        this.doubt = doubt;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** What a caller wants. */
    private record Order(
            Caller caller, String requestId, Plan plan, Interval interval, LandingUrls landing) {}

    /**
     * Opens a session in which a person can start the plan, or says why there is none. Takes six
     * seconds at the most, or what {@code doubt} takes longer. Not to be called in a transaction.
     *
     * @param plan the name of a plan, as the caller wrote it
     * @param page of ours that the browser goes to afterwards; null for the default
     * @throws IllegalArgumentException if the return URL policy refuses {@code page}
     */
    public CheckoutResult create(
            Caller caller,
            String requestId,
            String plan,
            Interval interval,
            @Nullable String page) {
        LandingUrls urls =
                LandingUrls.of(
                        returnUrls, page == null ? returnUrls.defaultFor(caller.mode()) : page);
        Optional<Plan> known = plans.named(plan);
        CheckoutResult result =
                known.map(found -> start(new Order(caller, requestId, found, interval, urls)))
                        .orElseGet(CheckoutResult.PlanUnknown::new);
        String wanted = known.map(found -> found.name() + " " + interval.word()).orElse(null);
        audit(caller, requestId, wanted, result);
        return result;
    }

    private CheckoutResult start(Order order) {
        if (!plans.offers(order.plan().name())) {
            return new CheckoutResult.PlanFree();
        }
        Optional<BillingRecord> known =
                subscriptions.find(
                        order.caller().tenant(), provider.bookFor(order.caller().mode()));
        if (known.flatMap(BillingRecord::subscription).filter(this::isSurelyLive).isPresent()) {
            return new CheckoutResult.SubscriptionExists();
        }
        return known.isPresent()
                ? open(order, known.get().customer(), BUDGET)
                : openForNewCustomer(order);
    }

    /** One that is past its period, or a set end, may have ended unnoticed; the provider knows. */
    private boolean isSurelyLive(Subscription subscription) {
        return subscription.status().isLive()
                && clock.instant().isBefore(subscription.settledUntil());
    }

    private CheckoutResult openForNewCustomer(Order order) {
        long deadline = ticker.nanos() + BUDGET.toNanos();
        Caller caller = order.caller();
        return switch (provider.createCustomer(caller.tenant(), caller.mode(), BUDGET)) {
            case Asked.Got(String externalId) -> {
                Customer made =
                        new Customer(
                                caller.tenant(),
                                provider.bookFor(caller.mode()),
                                externalId,
                                false);
                Customer linked = subscriptions.linkFirst(made, caller.actor(), order.requestId());
                yield open(order, linked, left(deadline));
            }
            case Asked.CustomerGone _ -> new CheckoutResult.CustomerGone();
            case Asked.Unavailable(var why) -> new CheckoutResult.Unavailable(why);
        };
    }

    private CheckoutResult open(Order order, Customer customer, Duration budget) {
        if (customer.broken()) {
            return new CheckoutResult.CustomerGone();
        }
        CheckoutRequest request =
                new CheckoutRequest(
                        customer,
                        order.caller().mode(),
                        order.plan(),
                        order.interval(),
                        order.landing().success(),
                        order.landing().cancel(),
                        clock.instant().truncatedTo(ChronoUnit.HOURS),
                        budget,
                        order.caller().actor());
        return switch (provider.createCheckoutSession(request)) {
            case Asked.Got(OpenedSession session) -> new CheckoutResult.Opened(session);
            case Asked.Got(CheckoutOutcome.AlreadySubscribed _) -> {
                doubt.accept(customer);
                yield new CheckoutResult.SubscriptionExists();
            }
            case Asked.Got(CheckoutOutcome.NotSold _) -> new CheckoutResult.PlanNotSold();
            case Asked.Got(CheckoutOutcome.OtherCurrency _) -> new CheckoutResult.OtherCurrency();
            case Asked.CustomerGone _ -> {
                // Never replaced by itself: that would lose the history and make duplicates.
                doubt.accept(customer);
                yield new CheckoutResult.CustomerGone();
            }
            case Asked.Unavailable(var why) -> new CheckoutResult.Unavailable(why);
        };
    }

    private Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - ticker.nanos()));
    }

    private void audit(
            Caller caller, String requestId, @Nullable String wanted, CheckoutResult result) {
        audit.accept(
                new AuditEvent(
                        ids.next(),
                        AuditScope.of(caller.environment()),
                        clock.instant(),
                        caller.actor(),
                        "checkout_session.requested",
                        result instanceof CheckoutResult.Opened(OpenedSession session)
                                ? session.id()
                                : "none",
                        result.word(),
                        requestId,
                        wanted));
    }
}
