package io.hookbridge.billing.portal;

import io.hookbridge.access.Caller;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalObstacle;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalRequest;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.billing.sync.CustomerSync;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.SyncOutcome;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens portal sessions. Checks in an order that gives nothing away: return URL, subscription,
 * flow, provider. Every request that gets this far leaves one audit row before it is answered,
 * whatever came of it.
 */
public final class PortalSessions {

    /** How long a known customer's missing subscription may be looked for at the provider. */
    private static final Duration SYNC_BUDGET = Duration.ofSeconds(2);

    private final BillingProvider provider;
    private final Subscriptions subscriptions;
    private final CustomerSync sync;
    private final ReturnUrlPolicy returnUrls;
    private final Consumer<AuditEvent> audit;
    private final Uuid7 ids;
    private final InstantSource clock;

    /**
     * @param audit writes one audit row and returns when it is committed
     */
    public PortalSessions(
            BillingProvider provider,
            Subscriptions subscriptions,
            CustomerSync sync,
            ReturnUrlPolicy returnUrls,
            Consumer<AuditEvent> audit,
            Uuid7 ids,
            InstantSource clock) {
        this.provider = provider;
        this.subscriptions = subscriptions;
        this.sync = sync;
        this.returnUrls = returnUrls;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param returnUrl as the caller sent it; null for the default
     */
    public PortalResult open(
            Caller caller, String requestId, @Nullable String returnUrl, PortalWish wish) {
        String url = returnUrl == null ? returnUrls.defaultFor(caller.mode()) : returnUrl;
        return switch (returnUrls.check(url)) {
            case ReturnUrlDecision.Refused refused ->
                    audited(
                            caller,
                            requestId,
                            null,
                            new PortalResult.ReturnUrlRefused(refused.reason()));
            case ReturnUrlDecision.Accepted accepted ->
                    audited(
                            caller,
                            requestId,
                            accepted.origin(),
                            openAt(caller, accepted.url(), wish));
        };
    }

    private PortalResult openAt(Caller caller, String returnUrl, PortalWish wish) {
        return switch (billingOf(caller)) {
            case Billing.None _ -> new PortalResult.NoSubscription();
            case Billing.Unknown(Unavailability why) -> new PortalResult.Unavailable(why);
            case Billing.Present(Customer customer, Subscription subscription) -> {
                if (!subscription.status().opensPortal()) {
                    yield new PortalResult.NoSubscription();
                }
                PortalFlow flow = wish.flow();
                Optional<String> obstacle =
                        flow == null
                                ? Optional.empty()
                                : obstacle(caller.mode(), flow, subscription);
                if (obstacle.isPresent()) {
                    yield new PortalResult.FlowNotAvailable(obstacle.get());
                }
                yield ask(
                        new PortalRequest(
                                customer,
                                caller.mode(),
                                subscription,
                                returnUrl,
                                wish,
                                caller.actor()));
            }
        };
    }

    private PortalResult ask(PortalRequest request) {
        return switch (provider.createPortalSession(request)) {
            case Asked.Got(OpenedSession session) -> new PortalResult.Opened(session);
            case Asked.Got(PortalOutcome.FlowRefused _) -> {
                // Our row may be older than what the provider saw.
                sync.now(request.customer(), Trigger.CALLER, SYNC_BUDGET);
                yield new PortalResult.FlowNotAvailable(
                        "the portal cannot do this with the subscription as it is; open it without a"
                                + " flow");
            }
            case Asked.CustomerGone _ -> {
                // Asked for again in its turn, so that an older answer marks nothing.
                sync.now(request.customer(), Trigger.CALLER, SYNC_BUDGET);
                yield new PortalResult.NoSubscription();
            }
            case Asked.Unavailable(Unavailability why) -> new PortalResult.Unavailable(why);
        };
    }

    /** What we know of the caller's billing. */
    private sealed interface Billing {
        record Present(Customer customer, Subscription subscription) implements Billing {}

        record None() implements Billing {}

        record Unknown(Unavailability why) implements Billing {}
    }

    private Billing billingOf(Caller caller) {
        Optional<BillingRecord> known =
                subscriptions.find(caller.tenant(), provider.bookFor(caller.mode()));
        if (known.isEmpty() || known.get().customer().broken()) {
            return new Billing.None();
        }
        Customer customer = known.get().customer();
        return known.get().subscription().isPresent()
                ? new Billing.Present(customer, known.get().subscription().get())
                : heal(customer);
    }

    /**
     * A customer without a subscription of ours is asked for once: a webhook may have been missed.
     */
    private Billing heal(Customer customer) {
        return switch (sync.now(customer, Trigger.CALLER, SYNC_BUDGET)) {
            case SyncOutcome.Synced(Optional<Subscription> found, int _) when found.isPresent() ->
                    new Billing.Present(customer, found.get());
            case SyncOutcome.Superseded _ -> stored(customer);
            case SyncOutcome.Unavailable(Unavailability why) -> new Billing.Unknown(why);
            case SyncOutcome.Synced _,
                    SyncOutcome.Gone _,
                    SyncOutcome.Withheld _,
                    SyncOutcome.Busy _,
                    SyncOutcome.NotNeeded _ ->
                    new Billing.None();
        };
    }

    private Billing stored(Customer customer) {
        return subscriptions
                .find(customer.tenant(), customer.book())
                .flatMap(BillingRecord::subscription)
                .<Billing>map(found -> new Billing.Present(customer, found))
                .orElseGet(Billing.None::new);
    }

    /** Why the flow would lead to an error page; empty when it leads where it should. */
    private Optional<String> obstacle(Mode mode, PortalFlow flow, Subscription subscription) {
        if (!provider.offers(mode, flow)) {
            return Optional.of("this server's billing has no such flow");
        }
        PortalObstacle obstacle = subscription.portalObstacle();
        return switch (flow) {
            case PAYMENT_METHOD_UPDATE -> Optional.empty();
            case SUBSCRIPTION_CANCEL -> {
                if (!subscription.status().isLive()) {
                    yield Optional.of("the subscription is already canceled");
                }
                if (obstacle == PortalObstacle.SCHEDULE) {
                    yield Optional.of(
                            "a subscription under a schedule cannot be canceled in the portal");
                }
                yield subscription.endsAt().map(_ -> "the subscription is already set to cancel");
            }
            case SUBSCRIPTION_UPDATE -> {
                if (!subscription.status().isLive()) {
                    yield Optional.of("a canceled subscription cannot be changed");
                }
                if (subscription.metered()) {
                    yield Optional.of(
                            "a subscription with usage-based items cannot be changed in the portal");
                }
                yield obstacle == null ? Optional.empty() : Optional.of(whyNoChange(obstacle));
            }
        };
    }

    private static String whyNoChange(PortalObstacle obstacle) {
        return switch (obstacle) {
            case SCHEDULE -> "a subscription under a schedule cannot be changed in the portal";
            case SEVERAL_PRODUCTS ->
                    "a subscription with several products cannot be changed in the portal";
            case INVOICED ->
                    "a subscription that is paid by invoice cannot be changed in the portal";
        };
    }

    private PortalResult audited(
            Caller caller, String requestId, @Nullable String returnOrigin, PortalResult result) {
        audit.accept(
                new AuditEvent(
                        ids.next(),
                        AuditScope.of(caller.environment()),
                        clock.instant(),
                        caller.actor(),
                        "portal_session.requested",
                        result instanceof PortalResult.Opened(OpenedSession session)
                                ? session.id()
                                : "none",
                        result.word(),
                        requestId,
                        returnOrigin));
        return result;
    }
}
