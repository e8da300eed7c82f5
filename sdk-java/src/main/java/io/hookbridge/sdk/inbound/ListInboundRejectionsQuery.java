package io.hookbridge.sdk.inbound;

import io.hookbridge.sdk.Members;

import java.time.Instant;
import java.util.Map;

/** Which ones to list. */
public final class ListInboundRejectionsQuery extends Members<ListInboundRejectionsQuery> {

    private ListInboundRejectionsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static ListInboundRejectionsQuery create() {
        return new ListInboundRejectionsQuery(Map.of());
    }

    /**
     * Only messages that this endpoint received. One that does not exist has none.
     *
     * @param inboundEndpointId what it is to be
     * @return the request with it
     */
    public ListInboundRejectionsQuery inboundEndpointId(String inboundEndpointId) {
        return with("inbound_endpoint_id", inboundEndpointId);
    }

    /**
     * Only messages that were created then or later.
     *
     * @param startTime what it is to be
     * @return the request with it
     */
    public ListInboundRejectionsQuery startTime(Instant startTime) {
        return with("start_time", startTime);
    }

    /**
     * Only messages that were created before then.
     *
     * @param endTime what it is to be
     * @return the request with it
     */
    public ListInboundRejectionsQuery endTime(Instant endTime) {
        return with("end_time", endTime);
    }

    /**
     * How many messages to answer at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public ListInboundRejectionsQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code next_cursor} of the answer before; without it, the list begins at its start.
     *
     * @param cursor what it is to be
     * @return the request with it
     */
    public ListInboundRejectionsQuery cursor(String cursor) {
        return with("cursor", cursor);
    }

    @Override
    protected ListInboundRejectionsQuery copy(Map<String, Object> changed) {
        return new ListInboundRejectionsQuery(changed);
    }
}
