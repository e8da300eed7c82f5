package io.hookbridge.inbound.listen;

import io.hookbridge.base.TenantId;

import java.util.HashMap;
import java.util.Map;

/**
 * How many listeners there are on this server, of each tenant and from each address. Safe for use
 * by many threads.
 */
public final class Places {

    private final Limits limits;
    private final Map<TenantId, Integer> ofTenant = new HashMap<>();
    private final Map<String, Integer> ofNetwork = new HashMap<>();

    /**
     * @param ofTenant the most listeners of one tenant
     * @param ofAddress the most from one address, or one /64 of IPv6
     */
    public record Limits(int ofTenant, int ofAddress) {}

    Places(Limits limits) {
        this.limits = limits;
    }

    /** What came of asking for a place. */
    enum Verdict {
        TAKEN,
        TENANT_FULL,
        ADDRESS_FULL
    }

    synchronized Verdict take(TenantId tenant, String network) {
        if (ofTenant.getOrDefault(tenant, 0) >= limits.ofTenant()) {
            return Verdict.TENANT_FULL;
        }
        if (ofNetwork.getOrDefault(network, 0) >= limits.ofAddress()) {
            return Verdict.ADDRESS_FULL;
        }
        ofTenant.merge(tenant, 1, Integer::sum);
        ofNetwork.merge(network, 1, Integer::sum);
        return Verdict.TAKEN;
    }

    synchronized void giveBack(TenantId tenant, String network) {
        ofTenant.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
        ofNetwork.computeIfPresent(network, (_, count) -> count == 1 ? null : count - 1);
    }
}
