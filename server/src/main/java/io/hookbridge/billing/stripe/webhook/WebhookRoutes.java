package io.hookbridge.billing.stripe.webhook;

import io.hookbridge.base.Mode;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Route;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.List;
import java.util.Map;

/** {@code POST /v1/billing/stripe/webhook/{mode}}, to which Stripe sends its events. */
public final class WebhookRoutes {

    /** An event is one object of Stripe's with all that is in it. */
    private static final int LARGEST_EVENT = 512 * 1024;

    private final WebhookIntake intake;
    private final MeterRegistry meters;

    public WebhookRoutes(WebhookIntake intake, MeterRegistry meters) {
        this.intake = intake;
        this.meters = meters;
    }

    public List<Route> routes() {
        return List.of(
                Route.open("POST", "/v1/billing/stripe/webhook/{mode}", this::receive)
                        .taking(LARGEST_EVENT));
    }

    private Answer receive(Call call) {
        Mode mode =
                Mode.of(call.path("mode"))
                        .filter(intake::isOpen)
                        .orElseThrow(() ->
                                ApiError.notFound(
                                        "this server has no signing secret for webhooks of such a"
                                                + " mode"));
        String signature = call.header("Stripe-Signature").orElseThrow(() -> notSigned(mode));
        WebhookIntake.Receipt receipt = intake.receive(mode, signature, call.bytes());
        return switch (receipt) {
            case KEPT, KNOWN -> {
                count(mode, receipt.word());
                yield Answer.ok(Map.of("received", true));
            }
            case NOT_SIGNED -> throw notSigned(mode);
            case NO_EVENT -> {
                count(mode, receipt.word());
                throw ApiError.invalidRequest("the body is not an event of Stripe's");
            }
            case OTHER_MODE -> {
                count(mode, receipt.word());
                throw ApiError.invalidRequest(
                        "the event is of the other mode; each mode has its own webhook endpoint");
            }
        };
    }

    private ApiError notSigned(Mode mode) {
        count(mode, WebhookIntake.Receipt.NOT_SIGNED.word());
        return new ApiError(
                ErrorCode.INVALID_SIGNATURE,
                "the signature is missing, older than five minutes, or not made with this"
                        + " endpoint's secret");
    }

    private void count(Mode mode, String outcome) {
        meters.counter("hookbridge.billing.webhook", "mode", mode.word(), "outcome", outcome)
                .increment();
    }
}
