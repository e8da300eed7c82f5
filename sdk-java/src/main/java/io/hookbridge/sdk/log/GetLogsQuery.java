package io.hookbridge.sdk.log;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.message.MessageStatus;

import java.time.Instant;
import java.util.Map;

/** Which ones to list. */
public final class GetLogsQuery extends Members<GetLogsQuery> {

    private GetLogsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static GetLogsQuery create() {
        return new GetLogsQuery(Map.of());
    }

    /**
     * Only messages to this endpoint. One that does not exist has none.
     *
     * @param endpointId what it is to be
     * @return the request with it
     */
    public GetLogsQuery endpointId(String endpointId) {
        return with("endpoint_id", endpointId);
    }

    /**
     * Only messages in this state.
     *
     * @param status what it is to be
     * @return the request with it
     */
    public GetLogsQuery status(MessageStatus status) {
        return with("status", status);
    }

    /**
     * Only messages that were created then or later.
     *
     * @param startTime what it is to be
     * @return the request with it
     */
    public GetLogsQuery startTime(Instant startTime) {
        return with("start_time", startTime);
    }

    /**
     * Only messages that were created before then.
     *
     * @param endTime what it is to be
     * @return the request with it
     */
    public GetLogsQuery endTime(Instant endTime) {
        return with("end_time", endTime);
    }

    /**
     * How many messages to answer at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public GetLogsQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code next_cursor} of the answer before; without it, the list begins at its start.
     *
     * @param cursor what it is to be
     * @return the request with it
     */
    public GetLogsQuery cursor(String cursor) {
        return with("cursor", cursor);
    }

    @Override
    protected GetLogsQuery copy(Map<String, Object> changed) {
        return new GetLogsQuery(changed);
    }
}
