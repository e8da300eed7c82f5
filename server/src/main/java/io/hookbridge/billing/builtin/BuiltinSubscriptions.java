package io.hookbridge.billing.builtin;

import io.hookbridge.base.Mode;
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
import io.hookbridge.tenant.audit.AuditScope;
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
 * <p>A tenant is two customers here, one in live and one in test ({@link #customer}), and what one
 * does leaves the other alone. Each operation is one transaction that holds the lock of its
 * customer, so that operations on one happen one after the other and the second of two equal ones
 * finds nothing to do. Called inside a transaction of the same thread, it becomes part of it.
 */
public final class BuiltinSubscriptions {

    private static final Logger log = LoggerFactory.getLogger(BuiltinSubscriptions.class);
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

    /** The subscription as of now, or the one that has ended; empty if there never was one. */
    public Optional<Subscription> find(Customer customer) {
        Optional<Subscription> present = stored(customer);
        boolean due =
                present.isPresent()
                        && present.get().status().isLive()
                        && !clock.instant().isBefore(present.get().currentPeriodEnd());
        return due ? advance(customer) : present;
    }

    /** The newest statements, the newest first, at most {@code limit}. */
    public List<Statement> statements(Customer customer, int limit) {
        return statements.newest(customer, limit, messagesEver(customer));
    }

    /** The statements of periods that are over, as invoices. */
    InvoiceOutcome invoices(Customer customer, int limit, @Nullable String startingAfter) {
        find(customer);
        return new StatementInvoices(statements, plans).list(customer, limit, startingAfter);
    }

    /**
     * Gives a customer a subscription, its first or a new one after the last has ended. The tenant
     * must exist.
     */
    public Outcome subscribe(Customer customer, PlanChoice choice, Initiator by) {
        if (!plans.offers(choice.plan())) {
            return new Outcome.Refused(Refusal.NO_SUCH_PLAN);
        }
        return jdbi.inTransaction(_ -> {
            if (!lock(customer) && !subscriptions.link(customer, by.actor())) {
                throw new IllegalStateException(customer.tenant() + " belongs to another customer");
            }
            Optional<Subscription> present = rolledOver(customer);
            String externalId = "builtin_sub_" + hex(ids.next());
            return apply(customer, SubscriptionRules.start(present, choice, externalId, now()), by);
        });
    }

    /** Another plan or interval, at once. */
    public Outcome change(Customer customer, PlanChoice choice, Initiator by) {
        return plans.offers(choice.plan())
                ? onPresent(
                        customer, by, present -> SubscriptionRules.change(present, choice, now()))
                : new Outcome.Refused(Refusal.NO_SUCH_PLAN);
    }

    /** Lets the subscription end with its period. */
    public Outcome cancel(Customer customer, Initiator by) {
        return onPresent(customer, by, SubscriptionRules::cancel);
    }

    /** Takes a cancellation back. */
    public Outcome resume(Customer customer, Initiator by) {
        return onPresent(customer, by, SubscriptionRules::resume);
    }

    /**
     * Closes the periods that are over and begins the next ones. To be called now and then; several
     * nodes may.
     *
     * @return how many subscriptions went on or ended
     */
    public int advanceDue() {
        int advanced = 0;
        for (Mode mode : Mode.values()) {
            BillingBook book = BillingBook.builtin(mode);
            for (TenantId tenant : subscriptions.due(book, clock.instant(), BATCH)) {
                advanced += advanceAnyway(customer(tenant, mode)) ? 1 : 0;
            }
        }
        return advanced;
    }

    /** One bad row must not keep the others from going on. */
    private boolean advanceAnyway(Customer customer) {
        try {
            advance(customer);
            return true;
        } catch (RuntimeException failure) {
            if (Database.isOutage(failure)) {
                throw failure;
            }
            log.error(
                    "the period of {} in {} could not be closed",
                    customer.tenant(),
                    customer.mode().word(),
                    failure);
            return false;
        }
    }

    /** The customer with an identifier that {@link #customer} made; empty for any other. */
    Optional<Customer> named(String externalId, Mode mode) {
        return subscriptions
                .tenantOf(BillingBook.builtin(mode), externalId)
                .map(tenant -> customer(tenant, mode));
    }

    /** What the tenant is called here; it is there whether it has subscribed or not. */
    public static Customer customer(TenantId tenant, Mode mode) {
        return new Customer(
                tenant, BillingBook.builtin(mode), "builtin_" + hex(tenant.value()), false);
    }

    private boolean lock(Customer customer) {
        return subscriptions.lock(customer.tenant(), customer.book());
    }

    private long messagesEver(Customer customer) {
        return usage.ever(customer.tenant(), customer.mode());
    }

    private static String hex(UUID id) {
        return id.toString().replace("-", "");
    }

    private Optional<Subscription> stored(Customer customer) {
        return subscriptions
                .find(customer.tenant(), customer.book())
                .flatMap(BillingRecord::subscription);
    }

    private Outcome onPresent(
            Customer customer, Initiator by, Function<Subscription, Ruling> rule) {
        return jdbi.inTransaction(_ -> {
            lock(customer);
            Optional<Subscription> present = rolledOver(customer);
            return present.isEmpty()
                    ? new Outcome.Refused(Refusal.NEVER_SUBSCRIBED)
                    : apply(customer, rule.apply(present.get()), by);
        });
    }

    private Optional<Subscription> advance(Customer customer) {
        return jdbi.inTransaction(_ -> {
            lock(customer);
            return rolledOver(customer);
        });
    }

    /** Under the lock: the subscription after every period that is over has been closed. */
    private Optional<Subscription> rolledOver(Customer customer) {
        Optional<Subscription> present = stored(customer);
        if (present.isEmpty()) {
            return present;
        }
        Subscription current = present.get();
        Instant anchor = statements.anchor(customer).orElse(current.currentPeriodStart());
        Instant now = now();
        while (SubscriptionRules.rollOver(current, anchor, now) instanceof Ruling.Becomes next) {
            apply(customer, next, Initiator.PERIOD_END);
            current = next.next();
        }
        return Optional.of(current);
    }

    private Outcome apply(Customer customer, Ruling ruling, Initiator by) {
        return switch (ruling) {
            case Ruling.Becomes(Subscription next, Event event) -> {
                write(customer, next, event);
                audit(customer, next, event, by);
                yield new Outcome.Changed(next);
            }
            case Ruling.Stays(Subscription present) -> new Outcome.AlreadySo(present);
            case Ruling.Refused(Refusal why) -> new Outcome.Refused(why);
        };
    }

    private void write(Customer customer, Subscription next, Event event) {
        long messagesEver = messagesEver(customer);
        Instant start = next.currentPeriodStart();
        switch (event.statements()) {
            case SAME -> {}
            case NEW_RUN -> {
                statements.close(customer, start, messagesEver);
                statements.open(customer, next, start, messagesEver);
            }
            case NEXT_OF_RUN -> {
                Instant anchor = statements.anchor(customer).orElse(start);
                statements.close(customer, start, messagesEver);
                statements.open(customer, next, anchor, messagesEver);
            }
            case LAST -> statements.close(customer, next.currentPeriodEnd(), messagesEver);
        }
        subscriptions.save(customer, next);
    }

    private void audit(Customer customer, Subscription next, Event event, Initiator by) {
        jdbi.useHandle(handle ->
                AuditStore.insert(
                        handle,
                        new AuditEvent(
                                ids.next(),
                                AuditScope.of(customer.tenant(), customer.mode()),
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
