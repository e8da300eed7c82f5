package io.hookbridge.stripedouble;

import java.util.Map;
import java.util.Optional;

/**
 * A request as it arrived.
 *
 * @param live whether it came with a key of live mode
 * @param path without the query
 * @param params decoded, with their bracketed names, in the order in which they were written
 */
public record SeenRequest(
        boolean live,
        String method,
        String path,
        Map<String, String> params,
        Optional<String> idempotencyKey) {

    /** Method and path, such as {@code GET /v1/account}. */
    public String operation() {
        return method + " " + path;
    }
}
