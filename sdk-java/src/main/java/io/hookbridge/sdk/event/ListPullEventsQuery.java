package io.hookbridge.sdk.event;

import io.hookbridge.sdk.Members;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which ones to list. */
public final class ListPullEventsQuery extends Members<ListPullEventsQuery> {

    private ListPullEventsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static ListPullEventsQuery create() {
        return new ListPullEventsQuery(Map.of());
    }

    /**
     * Only events in these states; {@code all} for all, {@code stored} if nothing is said.
     *
     * @param status what it is to be
     * @return the request with it
     */
    public ListPullEventsQuery status(List<WantedPullEventStatus> status) {
        return with("status", status);
    }

    /**
     * Only events of exactly this type.
     *
     * @param eventType what it is to be
     * @return the request with it
     */
    public ListPullEventsQuery eventType(String eventType) {
        return with("event_type", eventType);
    }

    /**
     * Only events that were received at this time or later.
     *
     * @param since what it is to be
     * @return the request with it
     */
    public ListPullEventsQuery since(Instant since) {
        return with("since", since);
    }

    /**
     * Only events that were received before this time.
     *
     * @param before what it is to be
     * @return the request with it
     */
    public ListPullEventsQuery before(Instant before) {
        return with("before", before);
    }

    /**
     * Of the events that were fetched, only those that were before this time.
     *
     * @param fetchedBefore what it is to be
     * @return the request with it
     */
    public ListPullEventsQuery fetchedBefore(Instant fetchedBefore) {
        return with("fetched_before", fetchedBefore);
    }

    /**
     * How many events to answer at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public ListPullEventsQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code next_cursor} of the answer before; without it, the list begins at its start.
     *
     * @param cursor what it is to be
     * @return the request with it
     */
    public ListPullEventsQuery cursor(String cursor) {
        return with("cursor", cursor);
    }

    /**
     * How many seconds to wait for an event if there is none.
     *
     * @param waitSeconds in seconds
     * @return the request with it
     */
    public ListPullEventsQuery waitSeconds(int waitSeconds) {
        return with("wait", waitSeconds);
    }

    /**
     * Whether to fetch the events with their payloads.
     *
     * @param payload what it is to be
     * @return the request with it
     */
    public ListPullEventsQuery payload(boolean payload) {
        return with("payload", payload);
    }

    @Override
    protected ListPullEventsQuery copy(Map<String, Object> changed) {
        return new ListPullEventsQuery(changed);
    }
}
