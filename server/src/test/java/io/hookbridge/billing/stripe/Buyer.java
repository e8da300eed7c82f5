package io.hookbridge.billing.stripe;

import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.InvoiceQuery;
import io.hookbridge.billing.stripe.call.StripeLimits;
import io.hookbridge.stripedouble.DoubleAccount;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A customer in test mode who has never subscribed, and what it may ask for. */
final class Buyer {

    static final String ID = "cus_FAKEbuyer";
    static final TenantId TENANT = new TenantId(new UUID(7, 8));
    static final String CREATE = "POST /v1/checkout/sessions";
    static final String LIST = "GET /v1/checkout/sessions";
    static final String INVOICES = "GET /v1/invoices";
    static final Instant HOUR = Instant.parse("2026-11-22T10:00:00Z");

    static final Plan PRO = plan("pro", Map.of());
    static final Plan STARTER = plan("starter", Map.of());
    static final Plan PRO_WITH_OVERAGE =
            plan("pro", Map.of(Interval.MONTHLY, "pro_monthly_overage"));

    private Buyer() {}

    /** A trial in which the buyer and the prices of all plans exist. */
    static Trial begin() {
        return begin(Trial.PATIENT);
    }

    static Trial begin(StripeLimits limits) {
        Trial trial = Trial.begin(limits);
        DoubleAccount test = trial.stripe.test();
        test.addCustomer(ID);
        test.addPrice("price_FAKEproyear", "prod_FAKEpro", "pro_annual", "year", "licensed");
        test.addPrice("price_FAKEstarter", "prod_FAKEst", "starter_monthly", "month", "licensed");
        test.addPrice("price_FAKEover", "prod_FAKEov", "pro_monthly_overage", "month", "metered");
        return trial;
    }

    static Asked<CheckoutOutcome> checkout(BillingProvider provider) {
        return checkout(provider, PRO, Interval.MONTHLY);
    }

    static Asked<CheckoutOutcome> checkout(BillingProvider provider, Plan plan, Interval interval) {
        return provider.createCheckoutSession(order(plan, interval, HOUR));
    }

    static CheckoutRequest order(Plan plan, Interval interval, Instant hour) {
        return order(customer(ID), plan, interval, hour);
    }

    static CheckoutRequest order(Customer customer, Plan plan, Interval interval, Instant hour) {
        return new CheckoutRequest(
                customer,
                Mode.TEST,
                plan,
                interval,
                Trial.RETURN_URL + "&checkout=done",
                Trial.RETURN_URL + "&checkout=canceled",
                hour,
                Patience.NEVER,
                Trial.MAKER);
    }

    static Customer customer(String id) {
        return new Customer(TENANT, BillingBook.TEST, id, false);
    }

    static Asked<InvoiceOutcome> invoices(
            BillingProvider provider, int limit, @Nullable String startingAfter) {
        return provider.listInvoices(
                new InvoiceQuery(customer(ID), Mode.TEST, limit, startingAfter));
    }

    private static Plan plan(String name, Map<Interval, String> overage) {
        return new Plan(
                name,
                name,
                name,
                Map.of(),
                new PlanLimits(1, 1, false, 100, 60, 1, 1, 1, 1, 1, true, BigDecimal.ZERO),
                Map.of(
                        Interval.MONTHLY, name + "_monthly",
                        Interval.ANNUAL, name + "_annual"),
                overage);
    }
}
