package io.hookbridge.stripedouble;

import com.stripe.Stripe;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Calls a double without the SDK, so that it can also be called wrongly. */
record RawCaller(HttpClient http, URI base) implements AutoCloseable {

    RawCaller(URI base) {
        this(HttpClient.newHttpClient(), base);
    }

    /** A request as it should be, to be spoilt by the test. */
    HttpRequest.Builder proper(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + StripeDouble.TEST_KEY)
                .header("Stripe-Version", Stripe.API_VERSION);
    }

    HttpRequest.Builder post(String path, String form) {
        return proper(path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    ObjectNode json(HttpRequest.Builder request) {
        return Json.object(send(request).body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
