package io.hookbridge.billing.builtin;

import static io.hookbridge.billing.Answers.answer;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Mode;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalRequest;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.billing.usage.UsageStore;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.actor.Makers;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.user.Users;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The built-in provider on a database of its own, with a clock that stands still until it is moved.
 */
public final class BuiltinBilling implements AutoCloseable {

    public static final Initiator OPERATOR =
            new Initiator(new Actor(Actor.Kind.OPERATOR, "test"), null);

    private final TestDatabase testDatabase = TestDatabase.create();
    private final Database database =
            Database.open(testDatabase.address(), 8, new SimpleMeterRegistry(), System::nanoTime);
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-22T10:15:00Z"));

    public final InstantSource clock = now::get;
    public final Uuid7 ids = new Uuid7(clock);
    public final Plans plans = Plans.shipped();
    public final Tenants tenants = new Tenants(jdbi(), ids, clock);
    public final UsageStore usage = new UsageStore(jdbi());
    public final Subscriptions stored = new Subscriptions(jdbi(), ids, clock);
    public final BuiltinSubscriptions subscriptions =
            new BuiltinSubscriptions(jdbi(), stored, plans, ids, clock);
    public final PageAccess access =
            new PageAccess(
                    jdbi(),
                    new Makers(
                            tenants,
                            new ApiKeys(
                                    jdbi(),
                                    jdbi(),
                                    ids,
                                    clock,
                                    new ChangeWatch(jdbi(), System::nanoTime)),
                            new Users(jdbi(), ids, clock)),
                    ids,
                    clock,
                    new SimpleMeterRegistry());
    public final CheckoutLinks checkouts = new CheckoutLinks(jdbi(), stored, secrets(), ids, clock);

    private static SecretBox secrets() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "secrets");
            return SecretBox.open(folder.resolve("secret.key"), true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    public void at(String instant) {
        now.set(Instant.parse(instant));
    }

    public void later(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    public TenantId tenant(String name) {
        return tenants.create(name, OPERATOR.actor()).id();
    }

    /** What the tenant is in live. */
    public static Customer live(TenantId tenant) {
        return BuiltinSubscriptions.customer(tenant, Mode.LIVE);
    }

    /** What it is in test. */
    public static Customer test(TenantId tenant) {
        return BuiltinSubscriptions.customer(tenant, Mode.TEST);
    }

    public TenantId subscriber(String name, String plan) {
        TenantId tenant = tenant(name);
        subscriptions.subscribe(live(tenant), new PlanChoice(plan, Interval.MONTHLY), OPERATOR);
        return tenant;
    }

    public void sent(TenantId tenant, YearMonth month, long messages) {
        jdbi().useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO usage_month (tenant_id, month, message_count, plan_limit)
                                VALUES (:tenant, :month, :messages, 1000000)
                                ON CONFLICT (tenant_id, month) DO UPDATE
                                   SET message_count = usage_month.message_count + excluded.message_count
                                """)
                        .bind("tenant", tenant.value())
                        .bind("month", month.atDay(1))
                        .bind("messages", messages)
                        .execute());
    }

    public BuiltinBillingProvider provider(URI publicUrl) {
        return new BuiltinBillingProvider(subscriptions, access, checkouts, publicUrl);
    }

    /** A checkout link as the provider makes it, for a tenant that may never have subscribed. */
    public Asked<CheckoutOutcome> checkout(
            URI publicUrl,
            TenantId tenant,
            PlanChoice choice,
            String successUrl,
            String cancelUrl) {
        BuiltinBillingProvider provider = provider(publicUrl);
        Customer customer = stored.linkFirst(live(tenant), OPERATOR.actor(), "req_test");
        return provider.createCheckoutSession(
                new CheckoutRequest(
                        customer,
                        Mode.LIVE,
                        plans.named(choice.plan()).orElseThrow(),
                        choice.interval(),
                        successUrl,
                        cancelUrl,
                        clock.instant().truncatedTo(ChronoUnit.HOURS),
                        Duration.ofSeconds(6),
                        OPERATOR.actor()));
    }

    /** A link as the provider makes it, stored. */
    public OpenedSession portal(
            URI publicUrl, Customer customer, String returnUrl, @Nullable PortalFlow flow) {
        return portalAsWished(publicUrl, customer, returnUrl, new PortalWish(flow, null));
    }

    /** A link of a special wish. */
    public OpenedSession portalAsWished(
            URI publicUrl, Customer customer, String returnUrl, PortalWish wish) {
        PortalOutcome.Drafted drafted = draft(publicUrl, customer, returnUrl, wish);
        drafted.commit()
                .with(requested(customer, drafted.session().id()))
                .toCompletableFuture()
                .join();
        return drafted.session();
    }

    /** The audit row of such a link. */
    AuditEvent requested(Customer customer, String session) {
        return new AuditEvent(
                ids.next(),
                AuditScope.of(customer.tenant(), customer.mode()),
                clock.instant(),
                OPERATOR.actor(),
                "portal_session.requested",
                session,
                "opened",
                null);
    }

    /** A link that is not stored yet. */
    PortalOutcome.Drafted draft(
            URI publicUrl, Customer customer, String returnUrl, PortalWish wish) {
        BillingRecord billing = stored.find(customer.tenant(), customer.book()).orElseThrow();
        PortalRequest request =
                new PortalRequest(
                        billing.customer(),
                        customer.mode(),
                        billing.subscription().orElseThrow(),
                        returnUrl,
                        wish,
                        OPERATOR.actor());
        return (PortalOutcome.Drafted) answer(provider(publicUrl).createPortalSession(request));
    }

    /** Audited actions of a tenant with who did them, the oldest first. */
    public List<String> audit(TenantId tenant) {
        return jdbi().withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT action || ' ' || actor_kind || ' ' || actor_id
                                  FROM audit_event
                                 WHERE tenant_id = :tenant
                                 ORDER BY id
                                """)
                        .bind("tenant", tenant.value())
                        .mapTo(String.class)
                        .list());
    }

    @Override
    public void close() {
        access.close();
        database.close();
        testDatabase.close();
    }
}
