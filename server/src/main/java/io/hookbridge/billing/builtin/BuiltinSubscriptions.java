package io.hookbridge.billing.builtin;

import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.builtin.Ruling.Event;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.billing.usage.UsageStore;
import io.hookbridge.db.Database;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Starts, changes, cancels and rolls over subscriptions without payments.
 *
 * <p>Each operation is one transaction that holds the lock of the tenant's customer, so that
 * operations on one tenant happen one after the other and the second of two equal ones finds
 * nothing to do. Called inside a transaction of the same thread, it becomes part of it.
 */
public final class BuiltinSubscriptions {

    private static final Logger log = LoggerFactory.getLogger(BuiltinSubscriptions.class);
    private static final BillingBook BOOK = BillingBook.SHARED;
    private static final int BATCH = 500;

    private final Jdbi jdbi;
    private final Subscriptions subscriptions;
    private final StatementStore statements;
    private final UsageStore usage;
    private final Plans plans;
    private final Uuid7 ids;
    private final InstantSource clock;

    public BuiltinSubscriptions(
            Jdbi jdbi, Subscriptions subscriptions, Plans plans, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.subscriptions = subscriptions;
        this.statements = new StatementStore(jdbi);
        this.usage = new UsageStore(jdbi);
        this.plans = plans;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The tenant's subscription as of now, or the one that has ended; empty if there never was one.
     */
    public Optional<Subscription> find(TenantId tenant) {
        Optional<Subscription> present = stored(tenant);
        boolean due =
                present.isPresent()
                        && present.get().status().isLive()
                        && !clock.instant().isBefore(present.get().currentPeriodEnd());
        return due ? advance(tenant) : present;
    }

    /** The newest statements, the newest first, at most {@code limit}. */
    public List<Statement> statements(TenantId tenant, int limit) {
        return statements.newest(tenant, limit, usage.ever(tenant));
    }

    /** The statements of periods that are over, as invoices. */
    InvoiceOutcome invoices(TenantId tenant, int limit, @Nullable String startingAfter) {
        find(tenant);
        return new StatementInvoices(statements, plans).list(tenant, limit, startingAfter);
    }

    /**
     * Gives the tenant a subscription, its first or a new one after the last has ended. The tenant
     * must exist.
     */
    public Outcome subscribe(TenantId tenant, PlanChoice choice, Initiator by) {
        if (!plans.offers(choice.plan())) {
            return new Outcome.Refused(Refusal.NO_SUCH_PLAN);
        }
        return jdbi.inTransaction(_ -> {
            if (!subscriptions.lock(tenant, BOOK)
                    && !subscriptions.link(customer(tenant), by.actor())) {
                throw new IllegalStateException(tenant + " belongs to another customer");
            }
            Optional<Subscription> present = rolledOver(tenant);
            String externalId = "builtin_sub_" + hex(ids.next());
            return apply(tenant, SubscriptionRules.start(present, choice, externalId, now()), by);
        });
    }

    /** Another plan or interval, at once. */
    public Outcome change(TenantId tenant, PlanChoice choice, Initiator by) {
        return plans.offers(choice.plan())
                ? onPresent(tenant, by, present -> SubscriptionRules.change(present, choice, now()))
                : new Outcome.Refused(Refusal.NO_SUCH_PLAN);
    }

    /** Lets the subscription end with its period. */
    public Outcome cancel(TenantId tenant, Initiator by) {
        return onPresent(tenant, by, SubscriptionRules::cancel);
    }

    /** Takes a cancellation back. */
    public Outcome resume(TenantId tenant, Initiator by) {
        return onPresent(tenant, by, SubscriptionRules::resume);
    }

    /**
     * Closes the periods that are over and begins the next ones. To be called now and then; several
     * nodes may.
     *
     * @return how many subscriptions went on or ended
     */
    public int advanceDue() {
        int advanced = 0;
        for (TenantId tenant : subscriptions.due(BOOK, clock.instant(), BATCH)) {
            try {
                advance(tenant);
                advanced++;
            } catch (RuntimeException failure) {
                if (Database.isOutage(failure)) {
                    throw failure;
                }
                // One bad row must not keep the others from going on.
                log.error("the period of {} could not be closed", tenant, failure);
            }
        }
        return advanced;
    }

    /** The tenant behind an identifier that {@link #customer} made; empty for any other. */
    Optional<TenantId> tenantOf(String externalCustomerId) {
        return subscriptions.tenantOf(BOOK, externalCustomerId);
    }

    /** What the tenant is called here; there is one for each, whether it has subscribed or not. */
    static Customer customer(TenantId tenant) {
        return new Customer(tenant, BOOK, "builtin_" + hex(tenant.value()), false);
    }

    private static String hex(UUID id) {
        return id.toString().replace("-", "");
    }

    private Optional<Subscription> stored(TenantId tenant) {
        return subscriptions.find(tenant, BOOK).flatMap(BillingRecord::subscription);
    }

    private Outcome onPresent(TenantId tenant, Initiator by, Function<Subscription, Ruling> rule) {
        return jdbi.inTransaction(_ -> {
            subscriptions.lock(tenant, BOOK);
            Optional<Subscription> present = rolledOver(tenant);
            return present.isEmpty()
                    ? new Outcome.Refused(Refusal.NEVER_SUBSCRIBED)
                    : apply(tenant, rule.apply(present.get()), by);
        });
    }

    private Optional<Subscription> advance(TenantId tenant) {
        return jdbi.inTransaction(_ -> {
            subscriptions.lock(tenant, BOOK);
            return rolledOver(tenant);
        });
    }

    /** Under the lock: the subscription after every period that is over has been closed. */
    private Optional<Subscription> rolledOver(TenantId tenant) {
        Optional<Subscription> present = stored(tenant);
        if (present.isEmpty()) {
            return present;
        }
        Subscription current = present.get();
        Instant anchor = statements.anchor(tenant).orElse(current.currentPeriodStart());
        Instant now = now();
        while (SubscriptionRules.rollOver(current, anchor, now) instanceof Ruling.Becomes next) {
            apply(tenant, next, Initiator.PERIOD_END);
            current = next.next();
        }
        return Optional.of(current);
    }

    private Outcome apply(TenantId tenant, Ruling ruling, Initiator by) {
        return switch (ruling) {
            case Ruling.Becomes(Subscription next, Event event) -> {
                write(tenant, next, event);
                audit(tenant, next, event, by);
                yield new Outcome.Changed(next);
            }
            case Ruling.Stays(Subscription present) -> new Outcome.AlreadySo(present);
            case Ruling.Refused(Refusal why) -> new Outcome.Refused(why);
        };
    }

    private void write(TenantId tenant, Subscription next, Event event) {
        long messagesEver = usage.ever(tenant);
        Instant start = next.currentPeriodStart();
        switch (event.statements()) {
            case SAME -> {}
            case NEW_RUN -> {
                statements.close(tenant, start, messagesEver);
                statements.open(tenant, next, start, messagesEver);
            }
            case NEXT_OF_RUN -> {
                Instant anchor = statements.anchor(tenant).orElse(start);
                statements.close(tenant, start, messagesEver);
                statements.open(tenant, next, anchor, messagesEver);
            }
            case LAST -> statements.close(tenant, next.currentPeriodEnd(), messagesEver);
        }
        subscriptions.save(customer(tenant), next);
    }

    private void audit(TenantId tenant, Subscription next, Event event, Initiator by) {
        jdbi.useHandle(handle ->
                AuditStore.insert(
                        handle,
                        new AuditEvent(
                                ids.next(),
                                tenant,
                                now(),
                                by.actor(),
                                event.action(),
                                next.externalId(),
                                "done",
                                by.requestId())));
    }

    /** In whole milliseconds, so that what is returned equals what is read back. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
