package io.hookbridge.sdk.log;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.message.MessageStatus;

import java.time.Instant;
import java.util.Map;

/** Which ones to list. */
public final class GetInboundLogsQuery extends Members<GetInboundLogsQuery> {

    private GetInboundLogsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static GetInboundLogsQuery create() {
        return new GetInboundLogsQuery(Map.of());
    }

    /**
     * Only messages that this endpoint received. One that does not exist has none.
     *
     * @param inboundEndpointId what it is to be
     * @return the request with it
     */
    public GetInboundLogsQuery inboundEndpointId(String inboundEndpointId) {
        return with("inbound_endpoint_id", inboundEndpointId);
    }

    /**
     * Only messages in this state.
     *
     * @param status what it is to be
     * @return the request with it
     */
    public GetInboundLogsQuery status(MessageStatus status) {
        return with("status", status);
    }

    /**
     * Only messages that were created then or later.
     *
     * @param startTime what it is to be
     * @return the request with it
     */
    public GetInboundLogsQuery startTime(Instant startTime) {
        return with("start_time", startTime);
    }

    /**
     * Only messages that were created before then.
     *
     * @param endTime what it is to be
     * @return the request with it
     */
    public GetInboundLogsQuery endTime(Instant endTime) {
        return with("end_time", endTime);
    }

    /**
     * How many messages to answer at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public GetInboundLogsQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code next_cursor} of the answer before; without it, the list begins at its start.
     *
     * @param cursor what it is to be
     * @return the request with it
     */
    public GetInboundLogsQuery cursor(String cursor) {
        return with("cursor", cursor);
    }

    @Override
    protected GetInboundLogsQuery copy(Map<String, Object> changed) {
        return new GetInboundLogsQuery(changed);
    }
}
