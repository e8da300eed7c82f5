package io.hookbridge.console.settings;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.tenant.project.Projects;

import java.util.function.BiFunction;

/**
 * What the settings of a project show and change.
 *
 * @param plans which one a tenant has now, in live or in test
 * @param historyDays how long messages can be seen, without their payloads
 */
public record SettingsDesk(
        Projects projects, BiFunction<TenantId, Mode, Plan> plans, int historyDays) {}
