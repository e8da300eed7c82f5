package io.hookbridge.insight.log;

import io.hookbridge.base.MessageId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Permission;
import io.hookbridge.http.Route;
import io.hookbridge.insight.Filters;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/logs}. */
public final class LogRoutes {

    private static final int USUAL_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final MessageLog log;

    public LogRoutes(MessageLog log) {
        this.log = log;
    }

    public List<Route> routes() {
        return List.of(Route.api("GET", "/v1/logs", Permission.READ, this::list));
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(USUAL_LIMIT);
        LogFilter filter =
                new LogFilter(
                        call.caller().project(),
                        Filters.endpoint(call),
                        call.query("status").map(LogRoutes::status).orElse(null),
                        Filters.time(call, "start_time").orElse(null),
                        Filters.time(call, "end_time").orElse(null));
        MessageId before = call.query("cursor").map(LogRoutes::cursor).orElse(null);
        // One more than asked for tells whether there is a next page.
        List<LogEntry> found = log.page(filter, before, limit + 1);
        boolean more = found.size() > limit;
        List<LogEntry> page = more ? found.subList(0, limit) : found;
        return Answer.ok(page.stream().map(LogRoutes::view).toList())
                .meta(meta(more ? Cursor.after(page.getLast().id()) : null));
    }

    private static Map<String, Object> meta(@Nullable String nextCursor) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("has_more", nextCursor != null);
        meta.put("next_cursor", nextCursor);
        return meta;
    }

    /**
     * @throws ApiError {@code INVALID_REQUEST} for a word that is none of a state
     */
    private static LogStatus status(String word) {
        return LogStatus.of(word)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                "status must be queued, delivering, succeeded, pending_retry,"
                                        + " failed_permanent or paused"));
    }

    private static MessageId cursor(String text) {
        return Cursor.parse(text)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                "cursor must be the next_cursor of an earlier answer"));
    }

    private static Map<String, Object> view(LogEntry entry) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("message_id", entry.id().toString());
        view.put("endpoint", entry.endpoint());
        view.put("status", entry.status().word());
        view.put("attempt_count", entry.attemptCount());
        view.put("created_at", entry.createdAt());
        view.put("delivered_at", entry.deliveredAt());
        view.put("response_status", entry.responseStatus());
        view.put("response_latency_ms", entry.responseLatencyMs());
        view.put("next_attempt_at", entry.nextAttemptAt());
        view.put("last_error", entry.lastError());
        view.put("first_attempt_at", entry.firstAttemptAt());
        view.put("processing_ms", entry.processingMs());
        view.put("total_delivery_ms", entry.totalDeliveryMs());
        view.put("queue_wait_ms", entry.queueWaitMs());
        view.put("deleted_at", entry.deletedAt());
        return view;
    }
}
