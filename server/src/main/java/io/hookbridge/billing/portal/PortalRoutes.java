package io.hookbridge.billing.portal;

import io.hookbridge.access.Permission;
import io.hookbridge.access.TenantSide;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.billing.OperationGate;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.JsonBody;
import io.hookbridge.http.Route;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code POST /v1/billing/portal}. */
public final class PortalRoutes {

    private final PortalSessions sessions;
    private final OperationGate gate;

    /**
     * @param rate how many sessions a tenant may ask for
     */
    public PortalRoutes(
            PortalSessions sessions, TokenBuckets<TenantSide> rate, MeterRegistry meters) {
        this.sessions = sessions;
        this.gate =
                new OperationGate("portal sessions", rate, meters, "hookbridge.portal.requests");
    }

    public List<Route> routes() {
        // A provider elsewhere is waited for, so that call need not begin where nothing may wait.
        Route.Handler handler =
                sessions.isLocal()
                        ? Route.later(this::begin)
                        : call -> begin(call).toCompletableFuture().join();
        return List.of(
                Route.api("POST", "/v1/billing/portal", Permission.BILLING, handler)
                        .members("return_url", "flow", "locale")
                        .orSession());
    }

    private CompletionStage<Answer> begin(Call call) {
        gate.enter(call);
        try {
            return open(call).thenApply(this::answer);
        } catch (WouldBlockException again) {
            gate.leave(call);
            throw again;
        }
    }

    private CompletionStage<PortalResult> open(Call call) {
        JsonBody body = call.json();
        String returnUrl = body.text("return_url").orElse(null);
        PortalWish wish =
                new PortalWish(
                        body.text("flow").map(PortalRoutes::flow).orElse(null),
                        body.text("locale").map(PortalRoutes::locale).orElse(null));
        return sessions.begin(call.caller(), call.requestId(), returnUrl, wish);
    }

    private Answer answer(PortalResult result) {
        gate.count(result.word());
        return switch (result) {
            case PortalResult.Opened(var session) -> Answer.ok(Map.of("portal_url", session.url()));
            case PortalResult.ReturnUrlRefused(var reason) ->
                    throw new ApiError(ErrorCode.INVALID_RETURN_URL, reason.sentence())
                            .with(Map.of("reason", reason.word()));
            case PortalResult.NoSubscription _ ->
                    throw new ApiError(
                            ErrorCode.NO_SUBSCRIPTION, "No subscription found for tenant");
            case PortalResult.FlowNotAvailable refused ->
                    throw new ApiError(ErrorCode.FLOW_NOT_AVAILABLE, refused.obstacle());
            case PortalResult.Unavailable unavailable ->
                    throw OperationGate.unavailable(unavailable.why());
        };
    }

    private static PortalFlow flow(String word) {
        return PortalFlow.of(word)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                "flow must be payment_method_update, subscription_cancel or"
                                        + " subscription_update"));
    }

    private static String locale(String tag) {
        if (!PortalLocale.known(tag)) {
            throw ApiError.invalidRequest(
                    "locale must be auto or one of the portal's languages, such as en or de");
        }
        return tag;
    }
}
