package io.hookbridge.sdk.audit;

import io.hookbridge.sdk.Members;

import java.time.Instant;
import java.util.Map;

/** Which ones to list. */
public final class ListAuditEventsQuery extends Members<ListAuditEventsQuery> {

    private ListAuditEventsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static ListAuditEventsQuery create() {
        return new ListAuditEventsQuery(Map.of());
    }

    /**
     * Only events with this action.
     *
     * @param action what it is to be
     * @return the request with it
     */
    public ListAuditEventsQuery action(String action) {
        return with("action", action);
    }

    /**
     * Only what whoever has this id did.
     *
     * @param actorId what it is to be
     * @return the request with it
     */
    public ListAuditEventsQuery actorId(String actorId) {
        return with("actor_id", actorId);
    }

    /**
     * Only what was done to the thing with this id.
     *
     * @param target what it is to be
     * @return the request with it
     */
    public ListAuditEventsQuery target(String target) {
        return with("target", target);
    }

    /**
     * Only messages that were created then or later.
     *
     * @param startTime what it is to be
     * @return the request with it
     */
    public ListAuditEventsQuery startTime(Instant startTime) {
        return with("start_time", startTime);
    }

    /**
     * Only messages that were created before then.
     *
     * @param endTime what it is to be
     * @return the request with it
     */
    public ListAuditEventsQuery endTime(Instant endTime) {
        return with("end_time", endTime);
    }

    /**
     * How many events to answer at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public ListAuditEventsQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code next_cursor} of the answer before; without it, the list begins at its start.
     *
     * @param cursor what it is to be
     * @return the request with it
     */
    public ListAuditEventsQuery cursor(String cursor) {
        return with("cursor", cursor);
    }

    @Override
    protected ListAuditEventsQuery copy(Map<String, Object> changed) {
        return new ListAuditEventsQuery(changed);
    }
}
