package io.hookbridge.tenant.audit;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * {@code GET /v1/audit-events}: who changed what in the caller's tenant. A caller in test sees what
 * was done in its own environment and to the billing of test.
 */
public final class AuditRoutes {

    private static final int USUAL_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    private static final Pattern ACTION = Pattern.compile("[a-z_]+\\.[a-z_]+");
    private static final Pattern ID = Pattern.compile("[!-~]{1,255}");

    private final AuditLog log;

    public AuditRoutes(AuditLog log) {
        this.log = log;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/audit-events", Permission.MANAGE, this::list)
                        .query(
                                "action",
                                "actor_id",
                                "target",
                                "start_time",
                                "end_time",
                                "limit",
                                "cursor")
                        .orSession());
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(USUAL_LIMIT);
        AuditFilter filter =
                new AuditFilter(
                        call.caller().tenant(),
                        call.caller().mode() == Mode.TEST ? call.caller().environment() : null,
                        text(
                                call,
                                "action",
                                ACTION,
                                "a noun and a verb in lower case, such as api_key.created"),
                        text(call, "actor_id", ID, "an id of ASCII characters"),
                        text(call, "target", ID, "an id of ASCII characters"),
                        call.queryTime("start_time").orElse(null),
                        call.queryTime("end_time").orElse(null));
        UUID after = IdCursor.of(call).map(IdCursor::id).orElse(null);
        AuditLog.Page page = log.page(filter, after, limit);
        return Answer.ok(page.events().stream().map(AuditEvent::view).toList())
                .meta(page.next() == null ? IdCursor.end() : IdCursor.more(page.next()));
    }

    private static @Nullable String text(Call call, String name, Pattern form, String what) {
        String text = call.query(name).orElse(null);
        if (text != null && !form.matcher(text).matches()) {
            throw ApiError.invalidRequest(name + " must be " + what);
        }
        return text;
    }
}
