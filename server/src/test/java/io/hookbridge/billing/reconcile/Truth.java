package io.hookbridge.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.CustomerState.Told;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.reconcile.StripeSide.Sold;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.PlanAccess;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.StripeWorld;
import io.hookbridge.billing.sync.StripeWorld.Server;
import io.hookbridge.stripedouble.DoubleMeters.Usage;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Holds our rows against Stripe's. */
final class Truth {

    /** Stripe's words for what is paid for, or on trial. */
    private static final Set<String> GOOD = Set.of("trialing", "active");

    /** What is late, and the word that nobody knows, which changes nothing. */
    private static final Set<String> LATE = Set.of("past_due", "hibernating");

    private static final Duration GRACE = Duration.ofDays(14);
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private final StripeWorld world;
    private final List<Customer> customers;
    private final StripeSide stripe;
    private final Server first;
    private final Map<String, Row> shown = new HashMap<>();

    Truth(StripeWorld world, List<Customer> customers, StripeSide stripe) {
        this.world = world;
        this.stripe = stripe;
        this.first = world.server();
        this.customers = customers;
    }

    /**
     * Our rows never show a version that is older than one they showed before, and in no version
     * less than what was paid for in it.
     */
    void requireSound() {
        rows().forEach(this::requireSound);
    }

    private void requireSound(Row row) {
        Row last = shown.put(row.customer(), row);
        Customer customer = stripe.named(row.customer());
        if (last != null) {
            assertThat(row.version())
                    .as("version of %s", row.customer())
                    .isGreaterThanOrEqualTo(last.version());
        }
        if (row.broken()) {
            return;
        }
        Map<String, Sold> sold = stripe.versions(customer).get(row.version());
        assertThat(access(row))
                .as("access of %s, to whom %s was sold", row, sold)
                .isGreaterThanOrEqualTo(paidFor(sold.values()));
        if (last != null && last.subscription().equals(row.subscription()) && access(last) > 0) {
            requireKept(row, in(sold, row.subscription()));
        }
        requireGrace(row, last, stripe.versions(customer));
    }

    /** A plan that was given goes on being given while the same subscription is paid. */
    private void requireKept(Row row, Sold now) {
        if (GOOD.contains(now.status())) {
            assertThat(access(row)).as("access of %s, now %s", row, now).isPositive();
        }
    }

    /** Grace begins when somebody is late, not before, and is not moved by reading again. */
    private void requireGrace(Row row, @Nullable Row last, List<Map<String, Sold>> versions) {
        if (row.pastDueSince() == null) {
            return;
        }
        Instant firstLate =
                versions.stream()
                        .filter(sold -> sold.containsKey(row.subscription()))
                        .map(sold -> in(sold, row.subscription()))
                        .filter(sold -> sold.status().equals("past_due"))
                        .findFirst()
                        .orElseThrow()
                        .at();
        assertThat(row.pastDueSince()).as("grace of %s", row).isAfterOrEqualTo(firstLate);
        if (last == null) {
            return;
        }
        boolean goesOn =
                last.pastDueSince() != null
                        && last.subscription().equals(row.subscription())
                        && versions.subList(last.version(), row.version() + 1).stream()
                                .map(sold -> in(sold, row.subscription()).status())
                                .allMatch(LATE::contains);
        if (goesOn) {
            assertThat(row.pastDueSince()).as("grace of %s", row).isEqualTo(last.pastDueSince());
        }
    }

    private static Sold in(Map<String, Sold> version, String subscription) {
        return Objects.requireNonNull(version.get(subscription), subscription);
    }

    private static int paidFor(Collection<Sold> sold) {
        return sold.stream()
                .filter(each -> GOOD.contains(each.status()))
                .mapToInt(each -> StripeWorld.PLANS.worth(each.plan()))
                .max()
                .orElse(0);
    }

    /** What the plan whose limits hold is worth. */
    private int access(Row row) {
        boolean given =
                switch (row.status()) {
                    case "trialing", "active" -> true;
                    case "past_due" ->
                            row.pastDueSince() != null
                                    && world.clock
                                            .instant()
                                            .isBefore(row.pastDueSince().plus(GRACE));
                    default -> false;
                };
        return given ? StripeWorld.PLANS.worth(row.plan()) : 0;
    }

    /**
     * A row as it is shown.
     *
     * @param version 0 for one that was made before the world began
     */
    private record Row(
            String customer,
            boolean broken,
            int version,
            String subscription,
            String plan,
            String status,
            @Nullable Instant pastDueSince) {}

    private List<Row> rows() {
        return world.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT c.external_id AS customer, c.broken, s.external_id, s.plan, s.status,
                                               s.past_due_since,
                                               greatest(0, extract(epoch FROM s.current_period_end)::bigint - :zero)
                                                   AS version
                                          FROM billing_customer c
                                          JOIN subscription s USING (tenant_id, book)
                                        """)
                                .bind("zero", StripeSide.VERSION_0)
                                .map((row, _) -> row(row))
                                .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        Timestamp since = row.getTimestamp("past_due_since");
        return new Row(
                row.getString("customer"),
                row.getBoolean("broken"),
                row.getInt("version"),
                row.getString("external_id"),
                row.getString("plan"),
                row.getString("status"),
                since == null ? null : since.toInstant());
    }

    boolean isCustomer(TenantId tenant) {
        return world.subscriptions.find(tenant, StripeWorld.BOOK).isPresent();
    }

    boolean isBraked() {
        return world.number("SELECT count(*) FROM billing_reconcile WHERE state = 'braked'") > 0;
    }

    /** What is still to be done, in words; empty when nothing is. */
    String unrest() {
        return world.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT concat_ws(', ',
                                            (SELECT 'events pending' FROM billing_inbox
                                              WHERE done_at IS NULL LIMIT 1),
                                            (SELECT 'reconcile under way' FROM billing_reconcile
                                              WHERE state <> 'done' LIMIT 1),
                                            (SELECT 'overage not confirmed' FROM overage_hour h
                                               LEFT JOIN overage_report r USING (tenant_id, hour)
                                              WHERE r.state IS DISTINCT FROM 'confirmed' LIMIT 1))
                                        """)
                                .mapTo(String.class)
                                .one());
    }

    void requireEqualRows() {
        customers.forEach(this::requireEqual);
        assertThat(world.stripe.test().customers())
                .as("customers at Stripe")
                .containsExactlyInAnyOrderElementsOf(
                        customers.stream().map(Customer::externalId).toList());
    }

    private void requireEqual(Customer customer) {
        BillingRecord stored = world.stored(customer);
        switch (world.provider.fetchCustomerState(Mode.TEST, customer.externalId(), BUDGET)) {
            case Asked.CustomerGone _ -> {
                assertThat(stored.customer().broken()).isTrue();
                assertThat(PlanAccess.givesPaidPlan(stored.subscription(), world.clock.instant()))
                        .isFalse();
            }
            case Asked.Got(CustomerState known) -> {
                assertThat(stored.customer().broken()).isFalse();
                Optional<Subscription> row = stored.subscription();
                assertThat(row.isPresent()).isEqualTo(!known.subscriptions().isEmpty());
                row.ifPresent(shown -> requireEqual(shown, known));
                // Which of several counts was looked at when it was written; asking again changes
                // nothing.
                first.sync().now(customer, Trigger.OPERATOR, BUDGET);
                assertThat(world.subscription(customer)).isEqualTo(row);
            }
            case Asked.Unavailable(Unavailability why) ->
                    throw new AssertionError("the double is not well: " + why);
        }
    }

    private static void requireEqual(Subscription row, CustomerState known) {
        Told told =
                known.subscriptions().stream()
                        .filter(each -> each.subscription().externalId().equals(row.externalId()))
                        .findFirst()
                        .orElseThrow();
        assertThat(comparable(row)).isEqualTo(comparable(told.subscription()));
        if (SubscriptionStatus.of(row.rawStatus()).isPresent()) {
            assertThat(row.status()).isEqualTo(told.subscription().status());
        }
        if (told.unknownPrice() == null) {
            assertThat(row.plan()).isEqualTo(told.subscription().plan());
        }
    }

    /** What can be compared whatever was known before. */
    private static Subscription comparable(Subscription subscription) {
        return subscription.as(
                "any", SubscriptionStatus.UNPAID, subscription.milestones().pastDueSince(null));
    }

    void requireEachHourOnce() {
        List<String> used =
                world.jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                """
                                                SELECT extract(epoch FROM hour)::bigint || ' ' || message_count
                                                  FROM overage_hour
                                                """)
                                        .mapTo(String.class)
                                        .list());
        assertThat(world.stripe.test().meters.usages())
                .extracting(Truth::line)
                .containsExactlyInAnyOrderElementsOf(used);
    }

    private static String line(Usage usage) {
        return usage.timestamp().getEpochSecond() + " " + usage.value();
    }
}
