package io.hookbridge.console.billing;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

/**
 * Plan, usage and invoices of the tenant.
 *
 * @param path of this page
 * @param usage null in test, where messages count towards no plan
 * @param testUsage what there is to say of them then, or null
 * @param charging whether the provider takes money
 * @param notice what somebody who comes back should know, or null
 */
public record BillingPage(
        Shell shell,
        String path,
        @Nullable String notice,
        PlanCard plan,
        @Nullable UsageBar usage,
        @Nullable String testUsage,
        UsageChart chart,
        InvoiceList invoices,
        boolean charging) {}
