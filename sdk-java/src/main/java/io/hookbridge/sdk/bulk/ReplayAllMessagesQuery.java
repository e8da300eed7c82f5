package io.hookbridge.sdk.bulk;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.message.MessageStatus;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which messages to send again. */
public final class ReplayAllMessagesQuery extends Members<ReplayAllMessagesQuery> {

    private ReplayAllMessagesQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request with what it needs at least.
     *
     * @param status the states of the messages to replay
     * @return the request
     */
    public static ReplayAllMessagesQuery of(List<MessageStatus> status) {
        return new ReplayAllMessagesQuery(Map.of()).with("status", status);
    }

    /**
     * Only messages to this endpoint.
     *
     * @param endpointId what it is to be
     * @return the request with it
     */
    public ReplayAllMessagesQuery endpointId(String endpointId) {
        return with("endpoint_id", endpointId);
    }

    /**
     * Only messages that were created at this time or later.
     *
     * @param createdAfter what it is to be
     * @return the request with it
     */
    public ReplayAllMessagesQuery createdAfter(Instant createdAfter) {
        return with("created_after", createdAfter);
    }

    /**
     * Only messages that were created before this time.
     *
     * @param createdBefore what it is to be
     * @return the request with it
     */
    public ReplayAllMessagesQuery createdBefore(Instant createdBefore) {
        return with("created_before", createdBefore);
    }

    /**
     * How many messages to replay at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public ReplayAllMessagesQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code next_cursor} of the answer before; without it, the list begins at its start.
     *
     * @param cursor what it is to be
     * @return the request with it
     */
    public ReplayAllMessagesQuery cursor(String cursor) {
        return with("cursor", cursor);
    }

    /**
     * With {@code true}, nothing is done; the answer says in {@code matching} how many messages
     * would be queued or deleted, up to {@code limit}.
     *
     * @param dryRun what it is to be
     * @return the request with it
     */
    public ReplayAllMessagesQuery dryRun(boolean dryRun) {
        return with("dry_run", dryRun);
    }

    @Override
    protected ReplayAllMessagesQuery copy(Map<String, Object> changed) {
        return new ReplayAllMessagesQuery(changed);
    }
}
