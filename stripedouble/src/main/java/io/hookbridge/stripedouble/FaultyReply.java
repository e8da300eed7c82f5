package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a fault makes of the answer; those that break the connection are the sender's. */
final class FaultyReply {

    private FaultyReply() {}

    /** The answer under a fault; nothing if the connection just ends. */
    static Optional<Reply> of(Fault fault, String path, Supplier<Reply> right) {
        return switch (fault) {
            case RESET -> Optional.empty();
            case SLOW, HALF_BODY -> Optional.of(right.get());
            case RATE_LIMITED -> Optional.of(rateLimited().with("Retry-After", "7"));
            case RATE_LIMITED_RETRY_ADVISED ->
                    Optional.of(rateLimited().with("Stripe-Should-Retry", "true"));
            case SERVER_ERROR -> Optional.of(error(500, "api_error", null, "Sorry."));
            case SERVER_ERROR_FINAL ->
                    Optional.of(
                            error(500, "api_error", null, "Sorry.")
                                    .with("Stripe-Should-Retry", "false"));
            case ODD_ERROR -> Optional.of(Reply.json(500, Json.object().put("error", "boom")));
            case EMPTY_502 -> Optional.of(Reply.empty(502));
            case HTML_502 -> Optional.of(Reply.html(502, LEAKY_HTML));
            case HTML_403 -> Optional.of(Reply.html(403, LEAKY_HTML));
            case EMPTY_200 -> Optional.of(Reply.empty(200));
            case HTML_200 -> Optional.of(Reply.html(200, LEAKY_HTML));
            case ARRAY_200 ->
                    Optional.of(new Reply(200, Map.of("Content-Type", "application/json"), "[]"));
            case CONFLICT ->
                    Optional.of(error(409, "idempotency_error", "idempotency_key_in_use", "Busy."));
            case UNAUTHORIZED ->
                    Optional.of(
                            error(
                                    401,
                                    "invalid_request_error",
                                    "api_key_expired",
                                    "Expired API Key provided: sk_test_FAKE"));
            case FORBIDDEN ->
                    Optional.of(
                            error(
                                    403,
                                    "invalid_request_error",
                                    null,
                                    "The provided key 'rk_test_FAKE' does not have the required"
                                            + " permissions for this endpoint."));
            case REFUSED ->
                    Optional.of(Refusal.invalid("parameter_invalid", "locale", "Invalid.").reply());
            case NO_TEST_CONFIGURATION -> Optional.of(noConfiguration(false));
            case NO_LIVE_CONFIGURATION -> Optional.of(noConfiguration(true));
            case EXISTS_IN_LIVE -> Optional.of(existsElsewhere(false));
            case EXISTS_IN_TEST -> Optional.of(existsElsewhere(true));
            case REDIRECT -> Optional.of(Reply.empty(301).with("Location", path));
            case HUGE -> Optional.of(Reply.json(200, Json.object().put("id", "x".repeat(2 << 20))));
            case NO_URL -> Optional.of(changed(right, json -> json.remove("url")));
            case WRONG_LIVEMODE ->
                    Optional.of(
                            changed(
                                    right,
                                    json ->
                                            json.put(
                                                    "livemode",
                                                    !json.get("livemode").asBoolean())));
            case FOREIGN_HOST ->
                    Optional.of(
                            changed(
                                    right,
                                    json ->
                                            json.put(
                                                    "url",
                                                    "https://billing.example.org/p/session/"
                                                            + "test_FAKEforeign")));
            case PLAIN_HTTP ->
                    Optional.of(
                            changed(
                                    right,
                                    json ->
                                            json.put(
                                                    "url",
                                                    "http://billing.stripe.com/p/session/"
                                                            + "test_FAKEplain")));
            case OTHER_CUSTOMER ->
                    Optional.of(changed(right, json -> json.put("customer", "cus_FAKEother")));
        };
    }

    private static final String LEAKY_HTML =
            "<html>upstream https://billing.stripe.com/p/session/test_FAKEleak failed</html>";

    private static Reply rateLimited() {
        return error(429, "invalid_request_error", "rate_limit", "Too many requests.");
    }

    private static Reply error(
            int status, String type, @org.jspecify.annotations.Nullable String code, String text) {
        return new Refusal(status, type, code, null, text).reply();
    }

    private static Reply noConfiguration(boolean live) {
        return Refusal.invalid(null, null, Fault.noConfiguration(live)).reply();
    }

    private static Reply existsElsewhere(boolean liveKey) {
        return Refusal.missing(400, "customer", "customer", "cus_FAKE")
                .inOtherMode(liveKey)
                .reply();
    }

    private static Reply changed(Supplier<Reply> right, Consumer<ObjectNode> change) {
        Reply reply = right.get();
        if (reply.status() != 200) {
            return reply;
        }
        ObjectNode json = Json.object(reply.body());
        if (json.has("data")) {
            json.get("data").forEach(entry -> change.accept((ObjectNode) entry));
        } else {
            change.accept(json);
        }
        return Reply.json(200, json);
    }
}
