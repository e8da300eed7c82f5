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

/**
 * {@code POST /v1/billing/stripe/webhook/{mode}}, to which Stripe sends its events, and {@code POST
 * /v1/billing/webhook}, its other name, where the secret that signed decides on the mode.
 */
public final class WebhookRoutes {

    /** An event is one object of Stripe's with all that is in it. */
    private static final int LARGEST_EVENT = 512 * 1024;

    /** For the metric, where nobody could tell. */
    private static final String NO_MODE = "unknown";

    private final WebhookIntake intake;
    private final MeterRegistry meters;

    public WebhookRoutes(WebhookIntake intake, MeterRegistry meters) {
        this.intake = intake;
        this.meters = meters;
    }

    public List<Route> routes() {
        return List.of(
                Route.open("POST", "/v1/billing/stripe/webhook/{mode}", this::receiveOfMode)
                        .taking(LARGEST_EVENT),
                Route.open("POST", "/v1/billing/webhook", this::receiveOfAny)
                        .taking(LARGEST_EVENT));
    }

    private Answer receiveOfMode(Call call) {
        Mode mode =
                Mode.of(call.path("mode"))
                        .filter(intake::isOpen)
                        .orElseThrow(() ->
                                ApiError.notFound(
                                        "this server has no signing secret for webhooks of such a"
                                                + " mode"));
        String signature =
                call.header("Stripe-Signature").orElseThrow(() -> notSigned(mode.word()));
        return receive(mode, signature, call.bytes());
    }

    private Answer receiveOfAny(Call call) {
        if (!intake.isOpen()) {
            throw ApiError.notFound("this server has no signing secret for webhooks");
        }
        String signature = call.header("Stripe-Signature").orElseThrow(() -> notSigned(NO_MODE));
        byte[] body = call.bytes();
        Mode mode = intake.signer(signature, body).orElseThrow(() -> notSigned(NO_MODE));
        return receive(mode, signature, body);
    }

    private Answer receive(Mode mode, String signature, byte[] body) {
        WebhookIntake.Receipt receipt = intake.receive(mode, signature, body);
        return switch (receipt) {
            case KEPT, KNOWN -> {
                count(mode.word(), receipt.word());
                // HookBridge's SDKs read it at the top, everybody else in data.
                yield Answer.ok(Map.of("received", true)).beside(Map.of("received", true));
            }
            case NOT_SIGNED -> throw notSigned(mode.word());
            case NO_EVENT -> {
                count(mode.word(), receipt.word());
                throw ApiError.invalidRequest("the body is not an event of Stripe's");
            }
            case OTHER_MODE -> {
                count(mode.word(), receipt.word());
                throw ApiError.invalidRequest(
                        "the event is of the other mode; each mode has its own webhook endpoint"
                                + " and secret");
            }
        };
    }

    private ApiError notSigned(String mode) {
        count(mode, WebhookIntake.Receipt.NOT_SIGNED.word());
        return new ApiError(
                ErrorCode.INVALID_SIGNATURE,
                "the signature is missing, older than five minutes, or not made with this"
                        + " endpoint's secret");
    }

    private void count(String mode, String outcome) {
        meters.counter("hookbridge.billing.webhook", "mode", mode, "outcome", outcome).increment();
    }
}
