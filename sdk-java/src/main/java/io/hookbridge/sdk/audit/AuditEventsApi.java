package io.hookbridge.sdk.audit;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.internal.Api;

/** Who changed what in the tenant. */
public final class AuditEventsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public AuditEventsApi(Api api) {
        this.api = api;
    }

    /**
     * Lists audit events.
     *
     * <p>What was changed in the tenant, by keys of all its projects and of both modes, by people
     * in the console and on billing pages, by operators and by the server itself, the newest first.
     * Events are only ever added. They name ids, and never hold a key, a token or a URL that grants
     * access.
     *
     * <p>A test key sees what was done in its own environment and to the tenant's test billing, and
     * nothing else.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<AuditEvent> list(ListAuditEventsQuery query) {
        return api.get("/v1/audit-events").query(query).page(AuditEvent.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<AuditEvent> list() {
        return list(ListAuditEventsQuery.create());
    }
}
