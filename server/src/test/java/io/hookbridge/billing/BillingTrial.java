package io.hookbridge.billing;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.audit.AuditEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** One tenant on a database of its own, with a clock that stands still until it is moved. */
public final class BillingTrial implements AutoCloseable {

    public static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "test");

    private final TestDatabase testDatabase = TestDatabase.create();
    private final Database database =
            Database.open(testDatabase.address(), 8, new SimpleMeterRegistry(), System::nanoTime);
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-22T10:15:00Z"));

    public final InstantSource clock = now::get;
    public final Uuid7 ids = new Uuid7(clock);
    public final Jdbi jdbi = database.jdbi();
    public final Subscriptions subscriptions = new Subscriptions(jdbi, ids, clock);
    public final Tenants tenants = new Tenants(jdbi, ids, clock);
    public final TenantId tenant = tenants.create("Acme", OPERATOR).id();
    public final List<AuditEvent> audit = new CopyOnWriteArrayList<>();
    public final List<Customer> doubted = new CopyOnWriteArrayList<>();

    public void later(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    /** Nanoseconds on the same clock. */
    public long ticker() {
        return clock.instant().toEpochMilli() * 1_000_000;
    }

    public Customer link(String externalId) {
        Customer customer = new Customer(tenant, BillingBook.TEST, externalId, false);
        return subscriptions.linkFirst(customer, OPERATOR, "req_test");
    }

    public BillingRecord known() {
        return subscriptions.find(tenant, BillingBook.TEST).orElseThrow();
    }

    public Caller caller(Mode mode) {
        return new Caller(
                new Environment(
                        new EnvironmentId(new UUID(0, 1)),
                        new ProjectId(new UUID(0, 1)),
                        tenant,
                        mode),
                EnumSet.allOf(Permission.class),
                new Actor(Actor.Kind.API_KEY, "key_FAKE"));
    }

    /** A subscription to the plan pro whose period began an hour ago. */
    public Subscription subscription(SubscriptionStatus status) {
        Instant start = clock.instant().minus(Duration.ofHours(1));
        return new Subscription(
                "sub_FAKE",
                "pro",
                status,
                status.word(),
                Interval.MONTHLY,
                false,
                false,
                null,
                start,
                start.plus(Duration.ofDays(30)),
                status == SubscriptionStatus.PAST_DUE
                        ? Milestones.NONE.pastDueSince(clock.instant())
                        : Milestones.NONE);
    }

    @Override
    public void close() {
        database.close();
        testDatabase.close();
    }
}
