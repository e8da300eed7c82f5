package io.hookbridge.insight;

import io.hookbridge.base.EndpointId;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

/** Reads what a request wants to see, in the same way for every operation. */
public final class Filters {

    private Filters() {}

    /** The query parameter {@code endpoint_id}; null if it is absent. */
    public static @Nullable EndpointId endpoint(Call call) {
        return call.query("endpoint_id").map(Filters::endpoint).orElse(null);
    }

    /**
     * @throws ApiError {@code INVALID_REQUEST} for text that is no identifier of an endpoint
     */
    public static EndpointId endpoint(String text) {
        return EndpointId.parse(text)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                "endpoint_id must be ep_ and 32 lower-case hexadecimal digits"));
    }

    /**
     * @throws ApiError {@code INVALID_REQUEST} for a word that is none of a state
     */
    public static MessageStatus status(String word) {
        return MessageStatus.of(word)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                "status must be queued, delivering, succeeded, pending_retry,"
                                        + " failed_permanent or paused"));
    }
}
