package io.hookbridge.billing.usage;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/billing/usage-history}. */
public final class UsageRoutes {

    private static final int DEFAULT_LIMIT = 12;
    private static final int MAX_LIMIT = 24;
    private static final int MAX_OFFSET = 100_000;

    private final UsageHistory history;

    public UsageRoutes(UsageHistory history) {
        this.history = history;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/billing/usage-history", Permission.BILLING, this::list)
                        .query("limit", "offset")
                        .orSession());
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        int offset = call.queryInteger("offset", 0, MAX_OFFSET).orElse(0);
        UsageHistory.Page page =
                history.page(call.caller().tenant(), call.caller().mode(), limit, offset);
        return Answer.ok(page.months().stream().map(UsageRoutes::view).toList())
                .meta(
                        Members.of(
                                "total",
                                page.total(),
                                "limit",
                                limit,
                                "offset",
                                offset,
                                "has_more",
                                offset + page.months().size() < page.total()));
    }

    private static Map<String, Object> view(UsageMonth usage) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("period_start", usage.month().atDay(1).toString());
        view.put("period_end", usage.month().atEndOfMonth().toString());
        view.put("message_count", usage.messages());
        view.put("overage_count", usage.overage());
        view.put("plan_limit", usage.planLimit());
        return view;
    }
}
