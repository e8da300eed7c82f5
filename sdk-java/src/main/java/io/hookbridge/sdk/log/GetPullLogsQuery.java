package io.hookbridge.sdk.log;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.event.WantedPullEventStatus;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which ones to list. */
public final class GetPullLogsQuery extends Members<GetPullLogsQuery> {

    private GetPullLogsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static GetPullLogsQuery create() {
        return new GetPullLogsQuery(Map.of());
    }

    /**
     * Only events of this endpoint. One that does not exist has none.
     *
     * @param pullEndpointId what it is to be
     * @return the request with it
     */
    public GetPullLogsQuery pullEndpointId(String pullEndpointId) {
        return with("pull_endpoint_id", pullEndpointId);
    }

    /**
     * Only events in these states; all if nothing is said.
     *
     * @param status what it is to be
     * @return the request with it
     */
    public GetPullLogsQuery status(List<WantedPullEventStatus> status) {
        return with("status", status);
    }

    /**
     * Only events of exactly this type.
     *
     * @param eventType what it is to be
     * @return the request with it
     */
    public GetPullLogsQuery eventType(String eventType) {
        return with("event_type", eventType);
    }

    /**
     * Only events that were received at this time or later.
     *
     * @param startTime what it is to be
     * @return the request with it
     */
    public GetPullLogsQuery startTime(Instant startTime) {
        return with("start_time", startTime);
    }

    /**
     * Only events that were received before this time.
     *
     * @param endTime what it is to be
     * @return the request with it
     */
    public GetPullLogsQuery endTime(Instant endTime) {
        return with("end_time", endTime);
    }

    /**
     * How many messages to answer at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public GetPullLogsQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code next_cursor} of the answer before; without it, the list begins at its start.
     *
     * @param cursor what it is to be
     * @return the request with it
     */
    public GetPullLogsQuery cursor(String cursor) {
        return with("cursor", cursor);
    }

    @Override
    protected GetPullLogsQuery copy(Map<String, Object> changed) {
        return new GetPullLogsQuery(changed);
    }
}
