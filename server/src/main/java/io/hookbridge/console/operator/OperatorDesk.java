package io.hookbridge.console.operator;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.insight.installation.ReadInstallation;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.tenant.Tenants;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What an operator sees and does.
 *
 * @param plans which one each of these tenants has now, in live or in test
 * @param oldestDue since when the message is due that has waited longest; empty if none is
 * @param freeBytes the room on the disk of the data folder, where this server knows it
 * @param settings those in force on this server
 */
public record OperatorDesk(
        ReadInstallation installation,
        Tenants tenants,
        PlansOfTenants plans,
        Ledger ledger,
        Supplier<Optional<Instant>> oldestDue,
        Supplier<OptionalLong> freeBytes,
        List<Setting> settings,
        InstantSource clock) {

    /** Tells the plans of several tenants at once. */
    @FunctionalInterface
    public interface PlansOfTenants {
        Map<TenantId, Plan> of(Collection<TenantId> tenants, Mode mode);
    }

    /**
     * A setting.
     *
     * @param value without what is secret
     * @param chosen whether somebody gave it
     */
    public record Setting(String name, String value, boolean chosen) {}
}
