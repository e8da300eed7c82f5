package io.hookbridge.billing.usage;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Allowance;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The months of a tenant, the running one first, back to the month in which it was created or first
 * counted; months without a message are among them.
 */
public final class UsageHistory {

    private final UsageStore store;
    private final InstantSource clock;
    private final BiFunction<TenantId, Mode, Allowance> allowances;

    /**
     * @param allowances what a tenant's plan allows now
     */
    public UsageHistory(
            Jdbi jdbi, InstantSource clock, BiFunction<TenantId, Mode, Allowance> allowances) {
        this.store = new UsageStore(jdbi);
        this.clock = clock;
        this.allowances = allowances;
    }

    /**
     * A stretch of the history.
     *
     * @param total how many months the whole history has, at least 1
     */
    public record Page(List<UsageMonth> months, int total) {}

    /**
     * @param limit at least 1
     * @param offset how many of the newest months are left out, 0 or more
     */
    public Page page(TenantId tenant, Mode mode, int limit, int offset) {
        LocalDate running = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC)).atDay(1);
        // Messages of test count towards no plan.
        Long limitNow =
                mode == Mode.TEST
                        ? null
                        : (Long) allowances.apply(tenant, mode).plan().limits().messagesPerMonth();
        return store.page(tenant, mode, running, limitNow, limit, offset);
    }
}
