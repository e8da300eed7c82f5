package io.hookbridge.sdk.bulk;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.message.MessageStatus;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which messages to delete. */
public final class DeleteAllMessagesQuery extends Members<DeleteAllMessagesQuery> {

    private DeleteAllMessagesQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static DeleteAllMessagesQuery create() {
        return new DeleteAllMessagesQuery(Map.of());
    }

    /**
     * The states of the messages to delete; all if nothing is said.
     *
     * @param status what it is to be
     * @return the request with it
     */
    public DeleteAllMessagesQuery status(List<MessageStatus> status) {
        return with("status", status);
    }

    /**
     * Only messages to this endpoint.
     *
     * @param endpointId what it is to be
     * @return the request with it
     */
    public DeleteAllMessagesQuery endpointId(String endpointId) {
        return with("endpoint_id", endpointId);
    }

    /**
     * Only messages that were created at this time or later.
     *
     * @param createdAfter what it is to be
     * @return the request with it
     */
    public DeleteAllMessagesQuery createdAfter(Instant createdAfter) {
        return with("created_after", createdAfter);
    }

    /**
     * Only messages that were created before this time.
     *
     * @param createdBefore what it is to be
     * @return the request with it
     */
    public DeleteAllMessagesQuery createdBefore(Instant createdBefore) {
        return with("created_before", createdBefore);
    }

    /**
     * How many messages to delete at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public DeleteAllMessagesQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * With {@code true}, nothing is done; the answer says in {@code matching} how many messages
     * would be queued or deleted, up to {@code limit}.
     *
     * @param dryRun what it is to be
     * @return the request with it
     */
    public DeleteAllMessagesQuery dryRun(boolean dryRun) {
        return with("dry_run", dryRun);
    }

    @Override
    protected DeleteAllMessagesQuery copy(Map<String, Object> changed) {
        return new DeleteAllMessagesQuery(changed);
    }
}
