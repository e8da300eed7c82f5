package io.hookbridge.billing.stripe.wire;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeResponse;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a try brought: an answer for the SDK to read, or a failure. */
sealed interface Tried {

    Attempt.Outcome outcome();

    /** Stripe's own word on whether to try again. */
    Optional<String> advice();

    /** Whether Stripe only repeated how the first request with this idempotency key failed. */
    boolean isReplayedFailure();

    /** What the SDK gets if this was the last try. */
    StripeResponse result() throws TransportFailure;

    /** What the SDK gets if there is no time left for the next try. */
    StripeResponse resultAtDeadline() throws TransportFailure;

    /** A JSON object came back, be it a success or an error. */
    record Answered(Attempt.Outcome outcome, StripeResponse response) implements Tried {
        @Override
        public Optional<String> advice() {
            return response.headers().firstValue(SHOULD_RETRY);
        }

        @Override
        public boolean isReplayedFailure() {
            boolean failed =
                    outcome == Attempt.Outcome.REFUSED || outcome == Attempt.Outcome.SERVER_ERROR;
            return failed
                    && response.headers().firstValue(REPLAYED).filter("true"::equals).isPresent();
        }

        @Override
        public StripeResponse result() {
            return response;
        }

        @Override
        public StripeResponse resultAtDeadline() {
            return response;
        }
    }

    /** Nothing came back that the SDK could read. */
    record Failed(Attempt.Outcome outcome, TransportFailure failure) implements Tried {
        @Override
        public Optional<String> advice() {
            return Optional.empty();
        }

        @Override
        public boolean isReplayedFailure() {
            return false;
        }

        @Override
        public StripeResponse result() throws TransportFailure {
            throw failure;
        }

        @Override
        public StripeResponse resultAtDeadline() throws TransportFailure {
            throw failure.status() > 0
                    ? failure
                    : new TransportFailure(TransportFailure.Reason.DEADLINE);
        }
    }

    String SHOULD_RETRY = "Stripe-Should-Retry";

    String REPLAYED = "Idempotent-Replayed";

    /** The headers that somebody reads; the SDK would log some of the others. */
    List<String> KEPT_HEADERS = List.of("Request-Id", "Retry-After", SHOULD_RETRY, REPLAYED);

    static Tried of(HttpResponse<byte[]> answer) {
        Attempt.Outcome outcome = Attempt.Outcome.ofStatus(answer.statusCode());
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        if (outcome != Attempt.Outcome.UNUSABLE && isJsonObject(body)) {
            return new Answered(
                    outcome, new StripeResponse(answer.statusCode(), kept(answer), body));
        }
        return new Failed(
                outcome == Attempt.Outcome.SERVER_ERROR ? outcome : Attempt.Outcome.UNUSABLE,
                new TransportFailure(TransportFailure.Reason.UNUSABLE_ANSWER, answer.statusCode()));
    }

    static Tried timedOut(TransportFailure.Reason reason) {
        return new Failed(Attempt.Outcome.TIMED_OUT, new TransportFailure(reason));
    }

    static Tried unreached() {
        return new Failed(
                Attempt.Outcome.UNREACHED, new TransportFailure(TransportFailure.Reason.UNREACHED));
    }

    static Tried interrupted() {
        return new Failed(
                Attempt.Outcome.INTERRUPTED,
                new TransportFailure(TransportFailure.Reason.INTERRUPTED));
    }

    private static boolean isJsonObject(String body) {
        try {
            return JsonParser.parseString(body).isJsonObject();
        } catch (JsonParseException notJson) {
            return false;
        }
    }

    private static HttpHeaders kept(HttpResponse<byte[]> answer) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            answer.headers().firstValue(name).ifPresent(value -> kept.put(name, List.of(value)));
        }
        return HttpHeaders.of(kept);
    }
}
