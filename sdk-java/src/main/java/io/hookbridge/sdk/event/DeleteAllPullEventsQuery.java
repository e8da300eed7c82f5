package io.hookbridge.sdk.event;

import io.hookbridge.sdk.Members;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which events to delete. */
public final class DeleteAllPullEventsQuery extends Members<DeleteAllPullEventsQuery> {

    private DeleteAllPullEventsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static DeleteAllPullEventsQuery create() {
        return new DeleteAllPullEventsQuery(Map.of());
    }

    /**
     * The states of the events to delete; all if nothing is said.
     *
     * @param status what it is to be
     * @return the request with it
     */
    public DeleteAllPullEventsQuery status(List<WantedPullEventStatus> status) {
        return with("status", status);
    }

    /**
     * Only events of exactly this type.
     *
     * @param eventType what it is to be
     * @return the request with it
     */
    public DeleteAllPullEventsQuery eventType(String eventType) {
        return with("event_type", eventType);
    }

    /**
     * Only events that were received at this time or later.
     *
     * @param receivedAfter what it is to be
     * @return the request with it
     */
    public DeleteAllPullEventsQuery receivedAfter(Instant receivedAfter) {
        return with("received_after", receivedAfter);
    }

    /**
     * Only events that were received before this time.
     *
     * @param receivedBefore what it is to be
     * @return the request with it
     */
    public DeleteAllPullEventsQuery receivedBefore(Instant receivedBefore) {
        return with("received_before", receivedBefore);
    }

    /**
     * How many messages to delete at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public DeleteAllPullEventsQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * With {@code true}, nothing is done; the answer says in {@code matching} how many messages
     * would be queued or deleted, up to {@code limit}.
     *
     * @param dryRun what it is to be
     * @return the request with it
     */
    public DeleteAllPullEventsQuery dryRun(boolean dryRun) {
        return with("dry_run", dryRun);
    }

    @Override
    protected DeleteAllPullEventsQuery copy(Map<String, Object> changed) {
        return new DeleteAllPullEventsQuery(changed);
    }
}
