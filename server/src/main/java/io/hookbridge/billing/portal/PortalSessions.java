package io.hookbridge.billing.portal;

import io.hookbridge.access.Caller;
import io.hookbridge.base.Mode;
import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
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
import io.hookbridge.billing.subscription.CachedSubscriptions;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.billing.sync.CustomerSync;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.SyncOutcome;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Opens portal sessions. Checks in an order that gives nothing away: return URL, subscription,
 * flow, provider. Every request that gets this far leaves one audit row before it is answered,
 * whatever came of it.
 *
 * <p>The usual call asks the database for one commit and nothing else: the subscription is
 * remembered, and a session of this server's own shares the commit of its audit row.
 */
public final class PortalSessions {

    /** How long a known customer's missing subscription may be looked for at the provider. */
    private static final Duration SYNC_BUDGET = Duration.ofSeconds(2);

    private final BillingProvider provider;
    private final Subscriptions subscriptions;
    private final CachedSubscriptions cached;
    private final CustomerSync sync;
    private final ReturnUrlPolicy returnUrls;
    private final Function<AuditEvent, CompletionStage<Void>> audit;
    private final Uuid7 ids;
    private final InstantSource clock;

    /**
     * @param audit stores one audit row; the stage ends when it is committed
     */
    public PortalSessions(
            BillingProvider provider,
            Subscriptions subscriptions,
            CachedSubscriptions cached,
            CustomerSync sync,
            ReturnUrlPolicy returnUrls,
            Function<AuditEvent, CompletionStage<Void>> audit,
            Uuid7 ids,
            InstantSource clock) {
        this.provider = provider;
        this.subscriptions = subscriptions;
        this.cached = cached;
        this.sync = sync;
        this.returnUrls = returnUrls;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether nobody but the database is asked for a session. */
    boolean isLocal() {
        return provider.isLocal();
    }

    /**
     * Opens a session for who may wait.
     *
     * @param returnUrl as the caller sent it; null for the default
     */
    public PortalResult open(
            Caller caller, String requestId, @Nullable String returnUrl, PortalWish wish) {
        try {
            return begin(caller, requestId, returnUrl, wish).toCompletableFuture().join();
        } catch (CompletionException failure) {
            throw GroupCommit.unchecked(failure.getCause());
        }
    }

    /**
     * The same; the stage ends when the audit row is committed.
     *
     * @throws WouldBlockException on a thread that must not wait, if more than memory has to be
     *     asked before the commit; nothing was done
     */
    CompletionStage<PortalResult> begin(
            Caller caller, String requestId, @Nullable String returnUrl, PortalWish wish) {
        String url = returnUrl == null ? returnUrls.defaultFor(caller.mode()) : returnUrl;
        return switch (returnUrls.check(url)) {
            case ReturnUrlDecision.Refused refused ->
                    audited(
                            caller,
                            requestId,
                            null,
                            decided(new PortalResult.ReturnUrlRefused(refused.reason())));
            case ReturnUrlDecision.Accepted accepted ->
                    audited(
                            caller,
                            requestId,
                            accepted.origin(),
                            openAt(caller, accepted.url(), wish));
        };
    }

    /**
     * What becomes of a request once its audit row is stored.
     *
     * @param commit stores the row, and with it the session that it is about if this server keeps
     *     that
     */
    private record Decided(
            PortalResult result, Function<AuditEvent, CompletionStage<Void>> commit) {}

    private Decided decided(PortalResult result) {
        return new Decided(result, audit);
    }

    private Decided openAt(Caller caller, String returnUrl, PortalWish wish) {
        PortalFlow flow = wish.flow();
        return switch (billingOf(caller, flow)) {
            case Billing.None _ -> decided(new PortalResult.NoSubscription());
            case Billing.Unknown(Unavailability why) -> decided(new PortalResult.Unavailable(why));
            case Billing.Present(Customer customer, Subscription subscription) -> {
                if (!subscription.status().opensPortal()) {
                    yield decided(new PortalResult.NoSubscription());
                }
                Optional<String> obstacle =
                        flow == null
                                ? Optional.empty()
                                : obstacle(caller.mode(), flow, subscription);
                if (obstacle.isPresent()) {
                    yield decided(new PortalResult.FlowNotAvailable(obstacle.get()));
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

    private Decided ask(PortalRequest request) {
        return switch (provider.createPortalSession(request)) {
            case Asked.Got(OpenedSession session) -> decided(new PortalResult.Opened(session));
            case Asked.Got(PortalOutcome.Drafted(OpenedSession session, var commit)) ->
                    new Decided(new PortalResult.Opened(session), commit::with);
            case Asked.Got(PortalOutcome.FlowRefused _) -> {
                // Our row may be older than what the provider saw.
                sync.now(request.customer(), Trigger.CALLER, SYNC_BUDGET);
                yield decided(
                        new PortalResult.FlowNotAvailable(
                                "the portal cannot do this with the subscription as it is; open it"
                                        + " without a flow"));
            }
            case Asked.CustomerGone _ -> {
                // Asked for again in its turn, so that an older answer marks nothing.
                sync.now(request.customer(), Trigger.CALLER, SYNC_BUDGET);
                cached.forget(request.customer());
                yield decided(new PortalResult.NoSubscription());
            }
            case Asked.Unavailable(Unavailability why) ->
                    decided(new PortalResult.Unavailable(why));
        };
    }

    /** What we know of the caller's billing. */
    private sealed interface Billing {
        record Present(Customer customer, Subscription subscription) implements Billing {}

        record None() implements Billing {}

        record Unknown(Unavailability why) implements Billing {}
    }

    /**
     * A subscription that opens the portal is believed as long as it is remembered. Whatever keeps
     * the portal shut, or a flow from being offered, may have ended a moment ago or begun then, so
     * that the database is asked.
     */
    private Billing billingOf(Caller caller, @Nullable PortalFlow flow) {
        TenantId tenant = caller.tenant();
        BillingBook book = provider.bookFor(caller.mode());
        Optional<BillingRecord> remembered =
                flow == null ? cached.find(tenant, book) : Optional.empty();
        Optional<BillingRecord> known =
                remembered.filter(PortalSessions::opensPortal).or(() -> stored(tenant, book));
        if (known.isEmpty() || known.get().customer().broken()) {
            return new Billing.None();
        }
        Customer customer = known.get().customer();
        return known.get().subscription().isPresent()
                ? new Billing.Present(customer, known.get().subscription().get())
                : heal(customer);
    }

    private Optional<BillingRecord> stored(TenantId tenant, BillingBook book) {
        NeverBlocks.requireToBlock();
        return subscriptions.find(tenant, book);
    }

    private static boolean opensPortal(BillingRecord known) {
        return !known.customer().broken()
                && known.subscription().filter(found -> found.status().opensPortal()).isPresent();
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
        return stored(customer.tenant(), customer.book())
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

    private CompletionStage<PortalResult> audited(
            Caller caller, String requestId, @Nullable String returnOrigin, Decided decided) {
        PortalResult result = decided.result();
        AuditEvent event =
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
                        returnOrigin);
        return decided.commit().apply(event).thenApply(_ -> result);
    }
}
