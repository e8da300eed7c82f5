package io.hookbridge.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.BillingTrial;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.db.Statements;
import io.hookbridge.db.cache.ChangeWatch;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

@Tag("database")
class AllowancesTest {

    @AutoClose private final BillingTrial trial = new BillingTrial();

    private final Allowances allowances =
            new Allowances(
                    trial.subscriptions,
                    new CachedSubscriptions(
                            trial.subscriptions, new ChangeWatch(trial.jdbi, trial::ticker)),
                    BillingBook::of,
                    Plans.shipped(),
                    trial.clock);

    @Test
    void many_tenants_have_what_each_has_alone_and_cost_one_statement() {
        trial.subscriptions.save(
                trial.link("cus_FAKE"), trial.subscription(SubscriptionStatus.ACTIVE));
        TenantId other = trial.tenants.create("Other", BillingTrial.OPERATOR).id();
        List<TenantId> tenants = List.of(trial.tenant, other);

        assertThat(Statements.of(trial.jdbi, () -> allowances.of(tenants, Mode.TEST))).isOne();
        var together = allowances.of(tenants, Mode.TEST);

        assertThat(together).containsOnlyKeys(tenants);
        assertThat(Objects.requireNonNull(together.get(trial.tenant)).plan().name())
                .isEqualTo("pro");
        assertThat(Objects.requireNonNull(together.get(other)).plan().name()).isEqualTo("free");
        tenants.forEach(tenant ->
                assertThat(Objects.requireNonNull(together.get(tenant)).plan())
                        .isEqualTo(allowances.of(tenant, Mode.TEST).plan()));
    }

    @Test
    void what_is_subscribed_to_in_test_allows_nothing_in_live() {
        trial.subscriptions.save(
                trial.link("cus_FAKE"), trial.subscription(SubscriptionStatus.ACTIVE));

        assertThat(allowances.of(trial.tenant, Mode.LIVE).plan().name()).isEqualTo("free");
        assertThat(allowances.of(trial.tenant, Mode.TEST).plan().name()).isEqualTo("pro");
    }
}
