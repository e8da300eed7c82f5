package io.hookbridge.billing.sync;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.billing.sync.SyncDecision.Before;
import io.hookbridge.billing.sync.SyncStore.Fetch;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Brings the rows of one customer up to what the provider says: a number, a fetch, and one
 * transaction that writes it if no later fetch was written. Never throws for what a provider may
 * do; safe for use by many threads and on many nodes.
 */
public final class CustomerSync {

    /** A fetch that nobody waits for; longer than any single answer of the provider takes. */
    private static final Duration BACKGROUND_BUDGET = Duration.ofSeconds(20);

    /** Outlives the fetch, so that a claim ends by itself only if its server did. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final BillingProvider provider;
    private final Subscriptions subscriptions;
    private final Plans plans;
    private final BillingAlerts alerts;
    private final MeterRegistry meters;
    private final Jdbi jdbi;
    private final SyncStore store;
    private final HeardStore heardOf;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final Steps steps;

    public CustomerSync(
            BillingProvider provider,
            Subscriptions subscriptions,
            Plans plans,
            BillingAlerts alerts,
            MeterRegistry meters,
            Jdbi jdbi,
            Uuid7 ids,
            InstantSource clock,
            Steps steps) {
        this.provider = provider;
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.alerts = alerts;
        this.meters = meters;
        this.jdbi = jdbi;
        this.store = new SyncStore(jdbi);
        this.heardOf = new HeardStore(jdbi);
        this.ids = ids;
        this.clock = clock;
        this.steps = steps;
    }

    /** Who wants it; a label of metrics and the actor in the audit. */
    public enum Trigger {
        EVENT,
        RETURN,
        CALLER,
        RECONCILE,
        OPERATOR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a sync may do. */
    public enum Guard {
        /** Write whatever the provider says. */
        NONE,
        /** Write nothing that takes a tenant's access away. */
        KEEP_ACCESS
    }

    /** For somebody who waits: asks at once, whatever else is under way. */
    public SyncOutcome now(Customer customer, Trigger trigger, Duration budget) {
        return counted(
                trigger,
                customer.book()
                        .copyOf()
                        .<SyncOutcome>map(mode -> {
                            Fetch fetch = store.take(customer, clock.instant());
                            steps.reached("sync numbered");
                            Asked<CustomerState> state =
                                    provider.fetchCustomerState(
                                            mode, customer.externalId(), budget);
                            return ended(fetch, state, trigger, Guard.NONE);
                        })
                        .orElseGet(SyncOutcome.NotNeeded::new));
    }

    /**
     * For the background: at the pace of background work, and only if no other background fetch of
     * the customer is under way.
     */
    public SyncOutcome inBackground(Customer customer, Trigger trigger, Guard guard) {
        return counted(
                trigger,
                customer.book()
                        .copyOf()
                        .<SyncOutcome>map(mode -> {
                            Instant now = clock.instant();
                            Optional<Fetch> claimed = store.claim(customer, now, now.plus(CLAIM));
                            if (claimed.isEmpty()) {
                                return new SyncOutcome.Busy();
                            }
                            Fetch fetch = claimed.get();
                            steps.reached("sync claimed");
                            if (trigger == Trigger.EVENT && fetch.lastEvent() == 0) {
                                // Another thread chose the same customer and was done before us.
                                store.release(fetch);
                                return new SyncOutcome.Superseded();
                            }
                            Asked<CustomerState> state =
                                    provider.fetchInBackground(
                                            mode, customer.externalId(), BACKGROUND_BUDGET);
                            return ended(fetch, state, trigger, guard);
                        })
                        .orElseGet(SyncOutcome.NotNeeded::new));
    }

    private SyncOutcome counted(Trigger trigger, SyncOutcome outcome) {
        meters.counter(
                        "hookbridge.billing.sync",
                        "trigger",
                        trigger.word(),
                        "outcome",
                        outcome.word())
                .increment();
        return outcome;
    }

    private SyncOutcome ended(
            Fetch fetch, Asked<CustomerState> state, Trigger trigger, Guard guard) {
        steps.reached("sync fetched");
        return switch (state) {
            case Asked.Unavailable(Unavailability why) -> {
                putOff(fetch, why);
                yield new SyncOutcome.Unavailable(why);
            }
            case Asked.Got(CustomerState known) ->
                    written(
                            fetch,
                            trigger,
                            guard,
                            before -> SyncDecision.of(before, known, clock.instant(), plans),
                            made -> new SyncOutcome.Synced(made.subscription(), known.live()));
            case Asked.CustomerGone _ ->
                    written(
                            fetch,
                            trigger,
                            guard,
                            before -> SyncDecision.ofGone(before, clock.instant()),
                            _ -> new SyncOutcome.Gone());
        };
    }

    /** Turns what we hold into what we should hold. */
    @FunctionalInterface
    private interface Decide {
        SyncDecision on(Before before);
    }

    private SyncOutcome written(
            Fetch fetch,
            Trigger trigger,
            Guard guard,
            Decide decide,
            Function<SyncDecision, SyncOutcome> success) {
        SyncOutcome outcome =
                jdbi.inTransaction(handle -> {
                    Customer customer = fetch.customer();
                    subscriptions.lock(customer.tenant(), customer.book());
                    BillingRecord stored =
                            subscriptions.find(customer.tenant(), customer.book()).orElseThrow();
                    if (!stored.customer().externalId().equals(customer.externalId())) {
                        // An operator linked another customer while we asked about this one.
                        store.release(fetch);
                        return new SyncOutcome.Superseded();
                    }
                    Before before = new Before(stored, Set.copyOf(heardOf.find(customer)));
                    SyncDecision decision = decide.on(before);
                    if (guard == Guard.KEEP_ACCESS
                            && decision.takesAccess(stored, clock.instant())) {
                        store.release(fetch);
                        return new SyncOutcome.Withheld();
                    }
                    boolean latest = store.ended(fetch);
                    if (latest) {
                        write(handle, before, decision, trigger);
                    }
                    if (fetch.lastEvent() > 0) {
                        // Also after a fetch that was overtaken: the other one covers them as well.
                        store.closeEvents(fetch, clock.instant());
                    }
                    steps.reached("sync commits");
                    return latest ? success.apply(decision) : new SyncOutcome.Superseded();
                });
        steps.reached("sync committed");
        return outcome;
    }

    private void write(Handle handle, Before before, SyncDecision decision, Trigger trigger) {
        Actor actor = new Actor(Actor.Kind.SYSTEM, "billing_sync_" + trigger.word());
        BillingRecord stored = before.stored();
        Customer customer = stored.customer();
        if (decision.broken() != customer.broken()) {
            subscriptions.setBroken(customer, decision.broken(), actor);
        }
        if (decision.subscription().equals(stored.subscription())) {
            subscriptions.heardOf(customer);
        } else {
            decision.subscription()
                    .ifPresent(wanted ->
                            change(handle, customer, stored.subscription(), wanted, actor));
        }
        if (!decision.heard().equals(before.heard())) {
            heardOf.replace(handle, customer, decision.heard());
            recordUnknownPrices(handle, customer, before.heard(), decision.heard(), actor);
        }
        decision.alerts().forEach(kind -> alerts.raise(kind, customer.tenant()));
    }

    /** Once for each; the alert comes again with each reading. */
    private void recordUnknownPrices(
            Handle handle,
            Customer customer,
            Set<LastHeard> before,
            Set<LastHeard> after,
            Actor actor) {
        Set<String> known = new HashSet<>();
        before.forEach(each -> known.add(each.externalId() + " " + each.unknownPrice()));
        for (LastHeard each : after) {
            if (each.unknownPrice() != null
                    && !known.contains(each.externalId() + " " + each.unknownPrice())) {
                AuditStore.insert(
                        handle,
                        new AuditEvent(
                                ids.next(),
                                AuditScope.of(customer.tenant(), customer.mode()),
                                clock.instant(),
                                actor,
                                "subscription.price_unknown",
                                each.externalId(),
                                each.plan(),
                                null,
                                each.unknownPrice()));
            }
        }
    }

    private void change(
            Handle handle,
            Customer customer,
            Optional<Subscription> before,
            Subscription after,
            Actor actor) {
        subscriptions.save(customer, after);
        if (isWorthARecord(before, after)) {
            AuditStore.insert(handle, record(customer, before, after, actor));
        }
    }

    /** A period that goes on is no change that anybody made. */
    private static boolean isWorthARecord(Optional<Subscription> before, Subscription after) {
        return before.filter(last ->
                        last.externalId().equals(after.externalId())
                                && last.plan().equals(after.plan())
                                && last.status() == after.status()
                                && last.rawStatus().equals(after.rawStatus())
                                && isSetToEndAlike(last, after))
                .isEmpty();
    }

    private static boolean isSetToEndAlike(Subscription last, Subscription after) {
        return last.cancelAtPeriodEnd() == after.cancelAtPeriodEnd()
                && Objects.equals(last.milestones().cancelAt(), after.milestones().cancelAt());
    }

    private AuditEvent record(
            Customer customer, Optional<Subscription> before, Subscription after, Actor actor) {
        return new AuditEvent(
                ids.next(),
                AuditScope.of(customer.tenant(), customer.mode()),
                clock.instant(),
                actor,
                "subscription.changed",
                after.externalId(),
                after.status().word(),
                null,
                before.map(last -> last.plan() + " " + last.status().word()).orElse("nothing")
                        + " to "
                        + after.plan()
                        + " "
                        + after.status().word()
                        + (after.milestones().goneSince() == null ? "" : ", gone at the provider"));
    }

    /**
     * Ends a claim and lets the customer wait. Somebody who waited for two seconds and in vain has
     * no claim, and says nothing about the background, which has ten times as long.
     */
    private void putOff(Fetch fetch, Unavailability why) {
        Customer customer = fetch.customer();
        int failures = store.failures(customer);
        Duration wait =
                switch (why.kind()) {
                    // Nobody asked the provider, so this says nothing about the customer.
                    case BREAKER_OPEN, OVERLOADED, ACCOUNT_UNKNOWN -> why.retryAfter();
                    case NOT_CONFIGURED,
                            KEY_REFUSED,
                            CREDENTIALS_REFUSED,
                            RATE_LIMITED,
                            UNREACHABLE,
                            DEADLINE,
                            BAD_ANSWER,
                            MODE_MISMATCH,
                            NO_PORTAL_CONFIGURATION,
                            NO_PRICE,
                            REQUEST_REFUSED -> {
                        failures++;
                        yield Backoff.after(failures, LONGEST_WAIT, customer.externalId());
                    }
                };
        store.putOff(fetch, failures, clock.instant().plus(wait));
    }
}
