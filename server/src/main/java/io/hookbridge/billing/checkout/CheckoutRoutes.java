package io.hookbridge.billing.checkout;

import io.hookbridge.access.Permission;
import io.hookbridge.access.TenantSide;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.billing.OperationGate;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.JsonBody;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Duration;
import java.util.List;

/** {@code POST /v1/billing/checkout}. */
public final class CheckoutRoutes {

    /** Nothing changes before an operator repairs the link. */
    private static final Duration REPAIR = Duration.ofMinutes(1);

    private final Checkouts checkouts;
    private final OperationGate gate;

    /**
     * @param rate how many sessions a tenant may ask for
     */
    public CheckoutRoutes(
            Checkouts checkouts, TokenBuckets<TenantSide> rate, MeterRegistry meters) {
        this.checkouts = checkouts;
        this.gate =
                new OperationGate(
                        "checkout sessions", rate, meters, "hookbridge.checkout.requests");
    }

    public List<Route> routes() {
        return List.of(
                Route.api("POST", "/v1/billing/checkout", Permission.BILLING, this::create)
                        .members("plan", "interval")
                        .orSession());
    }

    private Answer create(Call call) {
        gate.enter(call);
        JsonBody body = call.json();
        String plan = body.text("plan").orElseThrow(() -> required("plan"));
        Interval interval =
                Interval.of(body.text("interval").orElseThrow(() -> required("interval")))
                        .orElseThrow(() ->
                                ApiError.invalidRequest("interval must be monthly or annual"));

        CheckoutResult result =
                checkouts.create(call.caller(), call.requestId(), plan, interval, null);
        gate.count(result.word());
        return answer(result);
    }

    private static Answer answer(CheckoutResult result) {
        return switch (result) {
            case CheckoutResult.Opened(var session) ->
                    Answer.ok(
                            Members.of("session_id", session.id(), "checkout_url", session.url()));
            case CheckoutResult.PlanUnknown _ ->
                    throw ApiError.invalidRequest("this server has no plan of that name");
            case CheckoutResult.PlanFree _ ->
                    throw ApiError.invalidRequest(
                            "the free plan needs no checkout: it is what a tenant has without a"
                                    + " subscription");
            case CheckoutResult.PlanNotSold _ ->
                    throw ApiError.invalidRequest("the plan is not sold by that interval");
            case CheckoutResult.OtherCurrency _ ->
                    throw new ApiError(
                            ErrorCode.CURRENCY_MISMATCH,
                            "this tenant has paid in another currency than the plan is sold in, and a"
                                    + " billing account keeps to one; ask the operator of this server"
                                    + " for a price in it");
            case CheckoutResult.SubscriptionExists _ ->
                    throw new ApiError(
                            ErrorCode.SUBSCRIPTION_EXISTS,
                            "the tenant has a subscription already; change it in the customer portal"
                                    + " (POST /v1/billing/portal)");
            case CheckoutResult.CustomerGone _ ->
                    throw new ApiError(
                                    ErrorCode.BILLING_UNAVAILABLE,
                                    "the billing account of this tenant has to be repaired by the"
                                            + " operator of this server")
                            .retryAfter(REPAIR);
            case CheckoutResult.Unavailable unavailable ->
                    throw OperationGate.unavailable(unavailable.why());
        };
    }

    private static ApiError required(String member) {
        return ApiError.invalidRequest(member + " is required");
    }
}
