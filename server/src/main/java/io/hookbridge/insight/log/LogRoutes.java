package io.hookbridge.insight.log;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;
import io.hookbridge.message.MessageApi;

import java.util.List;
import java.util.UUID;

/** {@code GET /v1/logs} and its twin for what was received. */
public final class LogRoutes {

    private static final int USUAL_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final MessageApi api;
    private final MessageLog log;

    /**
     * @param api of the messages
     */
    public LogRoutes(MessageApi api, MessageLog log) {
        this.api = api;
        this.log = log;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", api.path("logs"), Permission.READ, this::list)
                        .query(
                                api.endpointName(),
                                "status",
                                "start_time",
                                "end_time",
                                "limit",
                                "cursor"));
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(USUAL_LIMIT);
        LogFilter filter = LogFilter.of(call, api);
        UUID before = IdCursor.of(call).map(IdCursor::id).orElse(null);
        IdCursor.Page<LogEntry> page =
                IdCursor.page(
                        log.page(filter, before, limit + 1),
                        limit,
                        entry -> UUID.fromString(entry.messageId()));
        return Answer.ok(page.rows()).meta(page.meta());
    }
}
