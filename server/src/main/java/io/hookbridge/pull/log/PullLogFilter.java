package io.hookbridge.pull.log;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.pull.event.EventState;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which events of an environment are wanted; null stands for no limit.
 *
 * @param states not empty
 * @param from received then or later
 * @param until received before then
 */
record PullLogFilter(
        EnvironmentId environment,
        @Nullable InboundEndpointId endpoint,
        Set<EventState> states,
        @Nullable String type,
        @Nullable Instant from,
        @Nullable Instant until) {

    /**
     * An event gets its id when it comes in and its time when it is stored; much longer than that
     * takes.
     */
    private static final Duration LONGEST_STORING = Duration.ofMinutes(5);

    /**
     * What the query of a request asks for.
     *
     * @throws ApiError {@code INVALID_REQUEST} for what cannot be read
     */
    static PullLogFilter of(Call call) {
        return new PullLogFilter(
                call.caller().environment().id(),
                call.query("pull_endpoint_id").map(PullLogFilter::endpoint).orElse(null),
                call.queryList("status")
                        .map(EventState::listed)
                        .orElse(EnumSet.allOf(EventState.class)),
                call.query("event_type").orElse(null),
                call.queryTime("start_time").orElse(null),
                call.queryTime("end_time").orElse(null));
    }

    private static InboundEndpointId endpoint(String text) {
        return InboundEndpointId.parse(text)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                "pull_endpoint_id must be the id of a pull endpoint, a lower-case"
                                        + " UUID"));
    }

    /** At least the ids of what was received in that time. */
    IdRange range() {
        return IdRange.of(from == null ? null : from.minus(LONGEST_STORING), until);
    }

    /** Whether events of that time may be many that it does not want. */
    boolean isSelective() {
        return endpoint != null || type != null || states.size() < EventState.values().length;
    }
}
