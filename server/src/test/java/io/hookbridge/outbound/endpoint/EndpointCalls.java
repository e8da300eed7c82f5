package io.hookbridge.outbound.endpoint;

import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import java.util.concurrent.atomic.AtomicInteger;

/** Calls of {@code /v1/endpoints} with one API key. */
record EndpointCalls(CheckedHttpClient client, String key) {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** An address of this machine where nobody listens. */
    static String newUrl() {
        return "https://127.0.0.1:9/hooks/" + COUNT.incrementAndGet();
    }

    /** A new endpoint with a URL of its own and the defaults. */
    Exchange create() {
        return create(newUrl());
    }

    Exchange create(String url) {
        return createOf("{\"url\":\"%s\"}".formatted(url));
    }

    /**
     * @param body where {@code URL} stands for one of its own
     */
    Exchange createOf(String body) {
        return client.post("/v1/endpoints").key(key).json(body.replace("URL", newUrl())).send();
    }

    Exchange get(String path) {
        return client.get(path).key(key).send();
    }

    Exchange post(String path) {
        return client.post(path).key(key).send();
    }

    Exchange patch(String path, String body) {
        return client.request("PATCH", path).key(key).json(body).send();
    }

    Exchange delete(String path) {
        return client.delete(path).key(key).send();
    }

    static String path(Exchange created) {
        return "/v1/endpoints/" + created.data().path("id").asString();
    }
}
