package io.hookbridge.insight.log;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.insight.Filters;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which messages of an environment are wanted; null stands for no limit.
 *
 * @param from created then or later
 * @param until created before then
 */
public record LogFilter(
        EnvironmentId environment,
        @Nullable EndpointId endpoint,
        @Nullable MessageStatus status,
        @Nullable Instant from,
        @Nullable Instant until) {

    /**
     * What the query of a request asks for.
     *
     * @throws ApiError {@code INVALID_REQUEST} for what cannot be read
     */
    static LogFilter of(Call call) {
        return new LogFilter(
                call.caller().environment().id(),
                Filters.endpoint(call),
                call.query("status").map(Filters::status).orElse(null),
                call.queryTime("start_time").orElse(null),
                call.queryTime("end_time").orElse(null));
    }
}
