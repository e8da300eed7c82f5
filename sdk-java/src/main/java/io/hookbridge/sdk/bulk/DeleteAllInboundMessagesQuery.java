package io.hookbridge.sdk.bulk;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.message.MessageStatus;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which messages to delete. */
public final class DeleteAllInboundMessagesQuery extends Members<DeleteAllInboundMessagesQuery> {

    private DeleteAllInboundMessagesQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static DeleteAllInboundMessagesQuery create() {
        return new DeleteAllInboundMessagesQuery(Map.of());
    }

    /**
     * The states of the messages to delete; all if nothing is said.
     *
     * @param status what it is to be
     * @return the request with it
     */
    public DeleteAllInboundMessagesQuery status(List<MessageStatus> status) {
        return with("status", status);
    }

    /**
     * Only messages that this endpoint received. One that does not exist has none.
     *
     * @param inboundEndpointId what it is to be
     * @return the request with it
     */
    public DeleteAllInboundMessagesQuery inboundEndpointId(String inboundEndpointId) {
        return with("inbound_endpoint_id", inboundEndpointId);
    }

    /**
     * Only messages that were received at this time or later.
     *
     * @param receivedAfter what it is to be
     * @return the request with it
     */
    public DeleteAllInboundMessagesQuery receivedAfter(Instant receivedAfter) {
        return with("received_after", receivedAfter);
    }

    /**
     * Only messages that were received before this time.
     *
     * @param receivedBefore what it is to be
     * @return the request with it
     */
    public DeleteAllInboundMessagesQuery receivedBefore(Instant receivedBefore) {
        return with("received_before", receivedBefore);
    }

    /**
     * How many messages to delete at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public DeleteAllInboundMessagesQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * With {@code true}, nothing is done; the answer says in {@code matching} how many messages
     * would be queued or deleted, up to {@code limit}.
     *
     * @param dryRun what it is to be
     * @return the request with it
     */
    public DeleteAllInboundMessagesQuery dryRun(boolean dryRun) {
        return with("dry_run", dryRun);
    }

    @Override
    protected DeleteAllInboundMessagesQuery copy(Map<String, Object> changed) {
        return new DeleteAllInboundMessagesQuery(changed);
    }
}
