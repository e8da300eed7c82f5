package io.hookbridge.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.BillingTrial;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.db.cache.ChangeWatch;

import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

@Tag("database")
class AllowancesTest {

    @AutoClose private final BillingTrial trial = new BillingTrial();

    private final Allowances allowances =
            new Allowances(
                    trial.subscriptions,
                    BillingBook.TEST,
                    Plans.shipped(),
                    new ChangeWatch(trial.jdbi, trial::ticker),
                    trial.clock);

    @Test
    void many_tenants_have_what_each_has_alone_and_cost_one_statement() {
        trial.subscriptions.save(
                trial.link("cus_FAKE"), trial.subscription(SubscriptionStatus.ACTIVE));
        TenantId other = trial.tenants.create("Other", BillingTrial.OPERATOR).id();
        List<TenantId> tenants = List.of(trial.tenant, other);
        AtomicInteger statements = new AtomicInteger();
        trial.jdbi.setSqlLogger(
                new SqlLogger() {
                    @Override
                    public void logBeforeExecution(StatementContext context) {
                        statements.incrementAndGet();
                    }
                });

        var together = allowances.of(tenants);

        assertThat(statements).hasValue(1);
        assertThat(together).containsOnlyKeys(tenants);
        assertThat(Objects.requireNonNull(together.get(trial.tenant)).plan().name())
                .isEqualTo("pro");
        assertThat(Objects.requireNonNull(together.get(other)).plan().name()).isEqualTo("free");
        tenants.forEach(tenant ->
                assertThat(Objects.requireNonNull(together.get(tenant)).plan())
                        .isEqualTo(allowances.of(tenant).plan()));
    }
}
