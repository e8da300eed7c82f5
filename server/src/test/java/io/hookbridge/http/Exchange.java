package io.hookbridge.http;

import io.hookbridge.base.Json;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * An answer as a test sees it.
 *
 * @param text the body, read as UTF-8; empty if there is none
 */
public record Exchange(int status, HttpHeaders headers, String text) {

    /** The first header of this name, whatever its case. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The body as JSON. */
    public JsonNode json() {
        return Json.MAPPER.readTree(text);
    }

    /** The result of a success; a missing node if there is none. */
    public JsonNode data() {
        return json().path("data");
    }

    /** {@code error.code} of a refusal; empty for a success. */
    public String code() {
        return json().at("/error/code").asString("");
    }

    /** {@code error.message} of a refusal; empty for a success. */
    public String message() {
        return json().at("/error/message").asString("");
    }

    /** {@code meta.request_id}. */
    public String requestId() {
        return json().at("/meta/request_id").asString("");
    }
}
