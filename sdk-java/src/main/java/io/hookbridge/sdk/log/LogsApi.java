package io.hookbridge.sdk.log;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.internal.Api;

/** What became of messages, the newest first. */
public final class LogsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public LogsApi(Api api) {
        this.api = api;
    }

    /**
     * Lists delivery logs.
     *
     * <p>What became of the messages of the environment, the newest first, deleted ones among them.
     * Messages are listed by the time of their creation, so pages can be turned while messages move
     * from one state to another: none is left out and none comes twice.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<LogEntry> outbound(GetLogsQuery query) {
        return api.get("/v1/logs").query(query).page(LogEntry.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<LogEntry> outbound() {
        return outbound(GetLogsQuery.create());
    }

    /**
     * Lists the log of inbound messages.
     *
     * <p>What became of the messages that the environment received, the newest first, deleted ones
     * among them. They are listed by the time of their reception, so pages can be turned while
     * messages move from one state to another: none is left out and none comes twice.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<InboundLogEntry> inbound(GetInboundLogsQuery query) {
        return api.get("/v1/inbound-logs").query(query).page(InboundLogEntry.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<InboundLogEntry> inbound() {
        return inbound(GetInboundLogsQuery.create());
    }

    /**
     * Lists the log of events.
     *
     * <p>The events of all pull endpoints of the environment, the newest first, deleted and expired
     * ones among them. A page may have fewer events than {@code limit} although more follow: {@code
     * has_more} tells.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<PullLogEntry> pull(GetPullLogsQuery query) {
        return api.get("/v1/pull-logs").query(query).page(PullLogEntry.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<PullLogEntry> pull() {
        return pull(GetPullLogsQuery.create());
    }
}
