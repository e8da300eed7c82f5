package io.hookbridge.insight.log;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;

import java.util.List;
import java.util.UUID;

/** {@code GET /v1/logs}. */
public final class LogRoutes {

    private static final int USUAL_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final MessageLog log;

    public LogRoutes(MessageLog log) {
        this.log = log;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/logs", Permission.READ, this::list)
                        .query(
                                "endpoint_id",
                                "status",
                                "start_time",
                                "end_time",
                                "limit",
                                "cursor"));
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(USUAL_LIMIT);
        LogFilter filter = LogFilter.of(call);
        UUID before = IdCursor.of(call).map(IdCursor::id).orElse(null);
        // One more than asked for tells whether there is a next page.
        List<LogEntry> found = log.page(filter, before, limit + 1);
        if (found.size() <= limit) {
            return Answer.ok(found).meta(IdCursor.end());
        }
        List<LogEntry> page = found.subList(0, limit);
        return Answer.ok(page).meta(IdCursor.more(UUID.fromString(page.getLast().messageId())));
    }
}
