package io.hookbridge.tenant.project;

import io.hookbridge.access.Caller;
import io.hookbridge.http.Authenticator;
import io.hookbridge.http.Call;

/**
 * Lets a caller in, once it is known who it is, only as often as the tenant's plan allows; routes
 * that keep count by themselves are left to do so.
 */
public final class LimitedCalls implements Authenticator {

    private final Authenticator next;
    private final RequestLimits limits;

    /**
     * @param next finds out who calls
     */
    public LimitedCalls(Authenticator next, RequestLimits limits) {
        this.next = next;
        this.limits = limits;
    }

    @Override
    public Caller authenticate(Call call) {
        Caller caller = next.authenticate(call);
        if (!call.countsCallers()) {
            limits.requireCall(caller.tenant(), caller.mode());
        }
        return caller;
    }
}
