package io.hookbridge.sdk.bulk;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.message.MessageStatus;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which messages to send again. */
public final class ReplayAllInboundMessagesQuery extends Members<ReplayAllInboundMessagesQuery> {

    private ReplayAllInboundMessagesQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request with what it needs at least.
     *
     * @param status the states of the messages to replay
     * @return the request
     */
    public static ReplayAllInboundMessagesQuery of(List<MessageStatus> status) {
        return new ReplayAllInboundMessagesQuery(Map.of()).with("status", status);
    }

    /**
     * Only messages that this endpoint received. One that does not exist has none.
     *
     * @param inboundEndpointId what it is to be
     * @return the request with it
     */
    public ReplayAllInboundMessagesQuery inboundEndpointId(String inboundEndpointId) {
        return with("inbound_endpoint_id", inboundEndpointId);
    }

    /**
     * Only messages that were received at this time or later.
     *
     * @param receivedAfter what it is to be
     * @return the request with it
     */
    public ReplayAllInboundMessagesQuery receivedAfter(Instant receivedAfter) {
        return with("received_after", receivedAfter);
    }

    /**
     * Only messages that were received before this time.
     *
     * @param receivedBefore what it is to be
     * @return the request with it
     */
    public ReplayAllInboundMessagesQuery receivedBefore(Instant receivedBefore) {
        return with("received_before", receivedBefore);
    }

    /**
     * How many messages to replay at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public ReplayAllInboundMessagesQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code next_cursor} of the answer before; without it, the list begins at its start.
     *
     * @param cursor what it is to be
     * @return the request with it
     */
    public ReplayAllInboundMessagesQuery cursor(String cursor) {
        return with("cursor", cursor);
    }

    /**
     * With {@code true}, nothing is done; the answer says in {@code matching} how many messages
     * would be queued or deleted, up to {@code limit}.
     *
     * @param dryRun what it is to be
     * @return the request with it
     */
    public ReplayAllInboundMessagesQuery dryRun(boolean dryRun) {
        return with("dry_run", dryRun);
    }

    @Override
    protected ReplayAllInboundMessagesQuery copy(Map<String, Object> changed) {
        return new ReplayAllInboundMessagesQuery(changed);
    }
}
