package io.hookbridge.billing.subscription;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Json;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/billing/subscription}. Never asks the billing provider. */
public final class SubscriptionRoutes {

    private final BillingOverviews overviews;

    public SubscriptionRoutes(BillingOverviews overviews) {
        this.overviews = overviews;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/billing/subscription", Permission.BILLING, this::get)
                        .orSession());
    }

    private Answer get(Call call) {
        BillingOverview overview = overviews.of(call.caller().tenant(), call.caller().mode());
        Answer.Data answer = Answer.ok(view(overview));
        return overview.asOf() == null
                ? answer
                : answer.meta(Map.of("as_of", Json.timestamp(overview.asOf())));
    }

    private static Map<String, Object> view(BillingOverview overview) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("plan", overview.plan());
        view.put("status", overview.status());
        overview.subscription().ifPresent(present -> view.put("raw_status", present.rawStatus()));
        view.put("limits", limits(overview.access().name(), overview.limits()));
        view.put("usage", usage(overview));
        view.put("cancel_at_period_end", overview.cancelAtPeriodEnd());
        view.put("current_period_end", overview.currentPeriodEnd());
        overview.subscription().ifPresent(present -> putDates(view, present));
        return view;
    }

    private static void putDates(Map<String, Object> view, Subscription subscription) {
        subscription.endsAt().ifPresent(end -> view.put("cancel_at", end));
        Milestones milestones = subscription.milestones();
        putIfKnown(view, "past_due_since", milestones.pastDueSince());
        putIfKnown(view, "ended_at", milestones.endedAt());
        putIfKnown(view, "gone_since", milestones.goneSince());
    }

    private static void putIfKnown(
            Map<String, Object> view, String name, @Nullable Instant instant) {
        if (instant != null) {
            view.put(name, instant);
        }
    }

    private static Map<String, Object> limits(String plan, PlanLimits limits) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("plan", plan);
        view.put("messages_per_month", limits.messagesPerMonth());
        view.put("test_messages_per_day", limits.testMessagesPerDay());
        view.put("sends_per_minute", limits.sendsPerMinute());
        view.put("calls_per_minute", limits.callsPerMinute());
        view.put("max_projects", limits.maxProjects());
        view.put("max_endpoints", limits.maxEndpoints());
        view.put("retention_days", limits.retentionDays());
        view.put("max_received_mib", limits.maxReceivedMib());
        view.put("max_retries", limits.maxRetries());
        view.put("overage_rate_per_message", limits.overageRatePerMessage());
        return view;
    }

    private static Map<String, Object> usage(BillingOverview overview) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("messages_used", overview.messagesUsed());
        view.put("overage_count", overview.overageCount());
        view.put("overage_rate", overview.limits().overageRatePerMessage());
        view.put("estimated_overage_charge", overview.estimatedOverageCharge());
        view.put("period_start", overview.monthStart());
        view.put("period_end", overview.monthEnd());
        return view;
    }
}
