package io.hookbridge.pull.log;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;

import java.util.List;
import java.util.UUID;

/** {@code GET /v1/pull-logs}. */
public final class PullLogRoutes {

    private static final int USUAL_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final PullLog log;

    public PullLogRoutes(PullLog log) {
        this.log = log;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/pull-logs", Permission.READ, this::list)
                        .queryLists("status")
                        .query("pull_endpoint_id", "event_type", "start_time", "end_time")
                        .query("limit", "cursor"));
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(USUAL_LIMIT);
        UUID after = IdCursor.of(call).map(IdCursor::id).orElse(null);
        PullLog.Page page = log.page(PullLogFilter.of(call), after, limit);
        return Answer.ok(page.entries())
                .meta(page.next() == null ? IdCursor.end() : IdCursor.more(page.next()));
    }
}
