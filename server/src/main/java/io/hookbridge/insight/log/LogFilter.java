package io.hookbridge.insight.log;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.insight.Filters;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which messages of an environment are wanted; null stands for no limit.
 *
 * @param direction of the messages
 * @param from created then or later
 * @param until created before then
 */
public record LogFilter(
        EnvironmentId environment,
        Direction direction,
        @Nullable TargetId endpoint,
        @Nullable MessageStatus status,
        @Nullable Instant from,
        @Nullable Instant until) {

    /**
     * What the query of a request asks for.
     *
     * @throws ApiError {@code INVALID_REQUEST} for what cannot be read
     */
    static LogFilter of(Call call, MessageApi api) {
        return new LogFilter(
                call.caller().environment().id(),
                api.direction(),
                api.endpoint(call),
                call.query("status").map(Filters::status).orElse(null),
                call.queryTime("start_time").orElse(null),
                call.queryTime("end_time").orElse(null));
    }
}
