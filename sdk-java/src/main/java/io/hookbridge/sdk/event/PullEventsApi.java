package io.hookbridge.sdk.event;

import io.hookbridge.sdk.Answer;
import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.internal.Api;

import java.util.List;
import java.util.Map;

/**
 * What pull endpoints have received. An event waits until it is fetched and acknowledged, or until
 * its time is over.
 */
public final class PullEventsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public PullEventsApi(Api api) {
        this.api = api;
    }

    /**
     * Lists events.
     *
     * <p>The events of an endpoint, without their payloads unless {@code payload} is {@code true},
     * in the order in which they could be seen: whatever is stored later is behind everything that
     * was there before, on whichever server it came in. So whoever goes on behind what was seen
     * misses nothing: with {@code next_cursor} while {@code has_more} is {@code true}, with {@code
     * last_cursor} later.
     *
     * <p>A consumer should ask for {@code status=stored,fetched} and for {@code fetched_before}, so
     * that it finds again what was fetched and never acknowledged. With {@code wait}, an answer
     * without events is held back until there is one.
     *
     * @param id the {@code id} of the pull endpoint
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<PullEvent> list(String id, ListPullEventsQuery query) {
        return api.get("/v1/pull-endpoints/{id}/events", id).query(query).page(PullEvent.class);
    }

    /**
     * The same for all of them.
     *
     * @param id the {@code id} of the pull endpoint
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<PullEvent> list(String id) {
        return list(id, ListPullEventsQuery.create());
    }

    /**
     * Gets an event with its payload.
     *
     * <p>The event, its payload and the headers that it was received with, those of one name joined
     * with commas. A stored event is a fetched one from then on; with {@code preview=true}, and to
     * a HEAD request, it is answered as it is and stays so.
     *
     * <p>{@code payload} is the JSON that was received, as it is. What is not exactly one JSON text
     * in UTF-8, also one with a line end behind it, comes as Base64; then, and only then, {@code
     * payload_encoding} says so. What let the sender in, such as a token in a header, is masked.
     *
     * @param id the {@code id} of the pull endpoint
     * @param eventId the {@code id} of the event
     * @return an event
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PullEvent get(String id, String eventId) {
        return api.get("/v1/pull-endpoints/{id}/events/{event_id}", id, eventId)
                .data(PullEvent.class);
    }

    /**
     * Shows an event as it is.
     *
     * <p>It stays as it is: a stored event does not become a fetched one. Only so a deleted event
     * is shown, without its payload and headers.
     *
     * @param id the {@code id} of the pull endpoint
     * @param eventId the {@code id} of the event
     * @return an event
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PullEvent preview(String id, String eventId) {
        return api.get("/v1/pull-endpoints/{id}/events/{event_id}", id, eventId)
                .query(Map.of("preview", true))
                .data(PullEvent.class);
    }

    /**
     * Deletes an event.
     *
     * <p>Payload and headers are gone at once and nobody is given them any more; a repetition of
     * the request is a new event. The event itself is seen in the log only. Deleting it once more
     * changes nothing and tells when it was deleted.
     *
     * @param id the {@code id} of the pull endpoint
     * @param eventId the {@code id} of the event
     * @return an event that is deleted
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public DeletedPullEvent delete(String id, String eventId) {
        return api.delete("/v1/pull-endpoints/{id}/events/{event_id}", id, eventId)
                .data(DeletedPullEvent.class);
    }

    /**
     * Gets the payload of an event.
     *
     * <p>The bytes that were received. They come as a download of unknown type whatever the sender
     * said about them, so that no browser shows them. The event stays in its state.
     *
     * @param id the {@code id} of the pull endpoint
     * @param eventId the {@code id} of the event
     * @return the bytes as they came
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public byte[] payload(String id, String eventId) {
        return api.get("/v1/pull-endpoints/{id}/events/{event_id}/payload", id, eventId).bytes();
    }

    /**
     * Acknowledges events.
     *
     * <p>What had to be done with these events is done; they are {@code delivered}, fetched or not.
     * Each id is treated for itself: one that cannot be acknowledged is told in {@code
     * not_acknowledged}, with the reason, and keeps no other from it. Only text that is no id at
     * all is refused, and then nothing is acknowledged.
     *
     * <p>An event is acknowledged once, however many ask for it at the same time; a request that is
     * repeated acknowledges nothing more.
     *
     * @param id the {@code id} of the pull endpoint
     * @param eventIds ids of events of this endpoint, in small or capital letters
     * @return what was acknowledged
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Acknowledgement acknowledge(String id, List<String> eventIds) {
        return api.post("/v1/pull-endpoints/{id}/events/ack", id)
                .body(Map.of("event_ids", eventIds))
                .data(Acknowledgement.class);
    }

    /**
     * Deletes a list of events.
     *
     * <p>Deletes each of up to 100 events for itself. {@code message_ids} are the ids of the
     * events; the name is that of messages. {@code results} has a line for each of them, in the
     * order of the request; an event that is listed twice has one.
     *
     * @param id the {@code id} of the pull endpoint
     * @param messageIds ids of messages
     * @return what became of a list of events
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public DeletePullEventBatchResult deleteBatch(String id, List<String> messageIds) {
        return api.post("/v1/pull-endpoints/{id}/events/delete-batch", id)
                .body(Map.of("message_ids", messageIds))
                .data(DeletePullEventBatchResult.class);
    }

    /**
     * Deletes all events that fit.
     *
     * <p>Deletes events, the earliest first, as deleting each of them would: in the given states,
     * of the given type, received from {@code received_after} on and before {@code
     * received_before}. All of them are deleted, or none.
     *
     * @param id the {@code id} of the pull endpoint
     * @param query which ones
     * @return the result and what is said about it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Answer<DeleteAllPullEventsResult> deleteAll(String id, DeleteAllPullEventsQuery query) {
        return api.post("/v1/pull-endpoints/{id}/events/delete-all", id)
                .query(query)
                .answer(DeleteAllPullEventsResult.class);
    }
}
