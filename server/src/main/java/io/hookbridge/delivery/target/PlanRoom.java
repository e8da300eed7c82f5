package io.hookbridge.delivery.target;

import io.hookbridge.access.Caller;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Members;

import org.jdbi.v3.core.Jdbi;

import java.util.function.BiFunction;

/**
 * How many endpoints a tenant may have in a mode, those that send and those that receive together.
 */
public final class PlanRoom {

    private final PlanRoomStore store;
    private final BiFunction<TenantId, Mode, Allowance> allowances;

    public PlanRoom(Jdbi jdbi, BiFunction<TenantId, Mode, Allowance> allowances) {
        this.store = new PlanRoomStore(jdbi);
        this.allowances = allowances;
    }

    /** What the caller's plan allows; may be read from the database. */
    public Allowance allowance(Caller caller) {
        return allowances.apply(caller.tenant(), caller.mode());
    }

    /**
     * Waits for whoever else adds endpoints to the tenant or changes the URL of one, until that
     * transaction ends.
     */
    public void lock(TenantId tenant) {
        store.lock(tenant);
    }

    /**
     * To be called with the tenant locked.
     *
     * @throws ApiError {@code FORBIDDEN} if the plan allows no more
     */
    public void require(Allowance allowance, TenantId tenant) {
        switch (allowance.oneMoreEndpoint(store.count(tenant, allowance.mode()))) {
            case Allowance.Verdict.Refused(String limit, long most, String plan) ->
                    throw new ApiError(
                                    ErrorCode.FORBIDDEN,
                                    "the plan \"%s\" allows %d endpoints; delete one or change the plan"
                                            .formatted(plan, most))
                            .with(Members.of("limit", limit, "allowed", most, "plan", plan));
            case Allowance.Verdict.Allowed() -> {}
            case Allowance.Verdict.Overage _ -> {}
        }
    }
}
