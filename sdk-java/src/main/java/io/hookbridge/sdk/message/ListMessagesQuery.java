package io.hookbridge.sdk.message;

import io.hookbridge.sdk.Members;

import java.time.Instant;
import java.util.Map;

/** Which ones to list. */
public final class ListMessagesQuery extends Members<ListMessagesQuery> {

    private ListMessagesQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static ListMessagesQuery create() {
        return new ListMessagesQuery(Map.of());
    }

    /**
     * Only messages to this endpoint. One that does not exist has none.
     *
     * @param endpointId what it is to be
     * @return the request with it
     */
    public ListMessagesQuery endpointId(String endpointId) {
        return with("endpoint_id", endpointId);
    }

    /**
     * Only messages in this state.
     *
     * @param status what it is to be
     * @return the request with it
     */
    public ListMessagesQuery status(MessageStatus status) {
        return with("status", status);
    }

    /**
     * Only messages that were created then or later.
     *
     * @param startTime what it is to be
     * @return the request with it
     */
    public ListMessagesQuery startTime(Instant startTime) {
        return with("start_time", startTime);
    }

    /**
     * Only messages that were created before then.
     *
     * @param endTime what it is to be
     * @return the request with it
     */
    public ListMessagesQuery endTime(Instant endTime) {
        return with("end_time", endTime);
    }

    /**
     * Only messages that were sent with this key and have it still: a key is free again when its
     * message is deleted, and when its time is over.
     *
     * @param idempotencyKey what it is to be
     * @return the request with it
     */
    public ListMessagesQuery idempotencyKey(String idempotencyKey) {
        return with("idempotency_key", idempotencyKey);
    }

    /**
     * Only messages whose id begins with this text, hyphens included.
     *
     * @param idPrefix what it is to be
     * @return the request with it
     */
    public ListMessagesQuery idPrefix(String idPrefix) {
        return with("id_prefix", idPrefix);
    }

    /**
     * Only messages whose last attempt was answered with this HTTP status.
     *
     * @param responseStatus what it is to be
     * @return the request with it
     */
    public ListMessagesQuery responseStatus(int responseStatus) {
        return with("response_status", responseStatus);
    }

    /**
     * Only messages whose payloads have all of this: up to 8 words, or members with their values,
     * such as {@code order.id:1042}; a value with blanks stands in quotation marks. Upper and lower
     * case are the same. Finds what was accepted in the days that the server's setting {@code
     * HOOKBRIDGE_SEARCH_DAYS} says, but for the last seconds; refused with 400 where that is 0.
     *
     * @param search what it is to be
     * @return the request with it
     */
    public ListMessagesQuery search(String search) {
        return with("search", search);
    }

    /**
     * How many messages to answer at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public ListMessagesQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code next_cursor} of the answer before; without it, the list begins at its start.
     *
     * @param cursor what it is to be
     * @return the request with it
     */
    public ListMessagesQuery cursor(String cursor) {
        return with("cursor", cursor);
    }

    @Override
    protected ListMessagesQuery copy(Map<String, Object> changed) {
        return new ListMessagesQuery(changed);
    }
}
