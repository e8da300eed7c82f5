package io.hookbridge.sdk.message;

import io.hookbridge.sdk.Answer;
import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.PageQuery;
import io.hookbridge.sdk.bulk.DeleteAllInboundMessagesQuery;
import io.hookbridge.sdk.bulk.DeleteAllResult;
import io.hookbridge.sdk.bulk.DeleteBatchResult;
import io.hookbridge.sdk.bulk.DeletedMessage;
import io.hookbridge.sdk.bulk.ReplayAllInboundMessagesQuery;
import io.hookbridge.sdk.bulk.ReplayAllResult;
import io.hookbridge.sdk.bulk.ReplayBatchResult;
import io.hookbridge.sdk.bulk.ReplayedInboundMessage;
import io.hookbridge.sdk.internal.Api;

import java.util.List;
import java.util.Map;

/** What was received from others and is forwarded or listened to. */
public final class InboundMessagesApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public InboundMessagesApi(Api api) {
        this.api = api;
    }

    /**
     * Lists inbound messages.
     *
     * <p>What the environment received to be forwarded or listened to, the newest first, deleted
     * ones among them, each as {@code GET /v1/inbound-messages/{id}} shows it. Messages are listed
     * by the time of their reception, so pages can be turned while messages move from one state to
     * another.
     *
     * <p>A page that is asked for with {@code response_status} or {@code search} may hold fewer
     * messages than {@code limit}, even none, although others follow: for one page the server looks
     * at 50,000 messages, and at the payloads of a week. Go on with {@code next_cursor} while
     * {@code has_more} is {@code true}, or say a {@code start_time}.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<InboundMessage> list(ListInboundMessagesQuery query) {
        return api.get("/v1/inbound-messages").query(query).page(InboundMessage.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<InboundMessage> list() {
        return list(ListInboundMessagesQuery.create());
    }

    /**
     * Gets an inbound message.
     *
     * <p>A message that the caller's environment received, without its payload. Members that say
     * nothing yet are absent.
     *
     * <p>{@code status} is one of these:
     *
     * @param id the {@code id} of the inbound message
     * @return a message that was received, and what became of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public InboundMessage get(String id) {
        return api.get("/v1/inbound-messages/{id}", id).data(InboundMessage.class);
    }

    /**
     * Deletes an inbound message.
     *
     * <p>Removes the payload and what receivers answered at once, takes off the attempts that were
     * to come, and frees the idempotency key. An attempt that is being made may end. The message
     * itself, its status and its attempts stay, and it can no longer be replayed.
     *
     * <p>A message that is deleted already answers alike, with the time of its deletion and {@code
     * already_deleted}.
     *
     * @param id the {@code id} of the inbound message
     * @return a message that is deleted
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public DeletedMessage delete(String id) {
        return api.delete("/v1/inbound-messages/{id}", id).data(DeletedMessage.class);
    }

    /**
     * Gets the payload of an inbound message.
     *
     * <p>The payload byte for byte as it was received, and as it is forwarded. It comes as a
     * download of unknown type whatever the sender said about it, so that no browser shows it.
     *
     * @param id the {@code id} of the inbound message
     * @return the bytes as they came
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public byte[] payload(String id) {
        return api.get("/v1/inbound-messages/{id}/payload", id).bytes();
    }

    /**
     * Gets the attempts of an inbound message.
     *
     * <p>All attempts to deliver a message, the first one first. An id that leads to no message of
     * the environment answers with an empty list, not with 404. A page has 200 attempts at the
     * most; {@code meta.next_cursor} leads on to the newest.
     *
     * <p>Times of phases that an attempt did not have, such as TLS on a connection that was open
     * already, are absent.
     *
     * @param id the {@code id} of the inbound message
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<Attempt> attempts(String id, PageQuery query) {
        return api.get("/v1/inbound-messages/{id}/attempts", id).query(query).page(Attempt.class);
    }

    /**
     * The same for all of them.
     *
     * @param id the {@code id} of the inbound message
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<Attempt> attempts(String id) {
        return attempts(id, PageQuery.create());
    }

    /**
     * Gets what was answered to an inbound message.
     *
     * <p>The body of the response to one attempt, byte for byte, as far as it was kept. It comes as
     * a download of unknown type whatever the receiver said about it, so that no browser shows it.
     *
     * <p>Which plans show it is a matter of the server; of the plans that come with it, all but
     * {@code free} do.
     *
     * @param id the {@code id} of the inbound message
     * @param attemptNo the number of the attempt; text that is none answers 404
     * @return the bytes as they came
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public byte[] responseBody(String id, int attemptNo) {
        return api.get(
                        "/v1/inbound-messages/{id}/attempts/{attempt_no}/response-body",
                        id,
                        attemptNo)
                .bytes();
    }

    /**
     * Replays an inbound message.
     *
     * <p>Queues a message once more, with its original payload, to its endpoint, whether it was
     * delivered, given up, or waits for a slow retry. Its attempts go on counting, and the schedule
     * of retries begins anew. A message can be replayed ten times.
     *
     * <p>The time for which the payload is kept does not begin anew.
     *
     * @param id the {@code id} of the inbound message
     * @return a received message that is sent once more
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public ReplayedInboundMessage replay(String id) {
        return api.post("/v1/inbound-messages/{id}/replay", id).data(ReplayedInboundMessage.class);
    }

    /**
     * Triggers an immediate retry of an inbound message.
     *
     * <p>Makes the next attempt of a message that is {@code pending_retry} due now, instead of at
     * its {@code next_attempt_at}. The message stays {@code pending_retry} until the attempt
     * begins, usually within a second.
     *
     * @param id the {@code id} of the inbound message
     * @return a message that was received, and what became of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public InboundMessage retryNow(String id) {
        return api.post("/v1/inbound-messages/{id}/retry-now", id).data(InboundMessage.class);
    }

    /**
     * Cancels the retry of an inbound message.
     *
     * <p>Gives up a message that is {@code pending_retry}: it becomes {@code failed_permanent}, a
     * dead letter.
     *
     * @param id the {@code id} of the inbound message
     * @return a message that was received, and what became of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public InboundMessage cancel(String id) {
        return api.post("/v1/inbound-messages/{id}/cancel", id).data(InboundMessage.class);
    }

    /**
     * Replays all inbound messages in a state.
     *
     * <p>Replays messages in one of the given states, the oldest first, as replaying each of them
     * would. Messages that come after the request are not meant.
     *
     * <p>What was asked for is stored first and done in parts. Should the server die on the way, it
     * goes on after its start, or another one does; no message is replayed twice. {@code stuck} are
     * messages that are on their way already, {@code failed} those that cannot be replayed; neither
     * counts towards {@code limit}, and {@code failed_messages} says why.
     *
     * @param query which ones
     * @return the result and what is said about it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Answer<ReplayAllResult> replayAll(ReplayAllInboundMessagesQuery query) {
        return api.post("/v1/inbound-messages/replay-all")
                .query(query)
                .answer(ReplayAllResult.class);
    }

    /**
     * Replays a list of inbound messages.
     *
     * <p>Replays each of up to 100 messages for itself. {@code results} has a line for each of
     * them, in the order of the request; a message that is listed twice has one.
     *
     * @param messageIds ids of messages
     * @return what became of a list of messages
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public ReplayBatchResult replayBatch(List<String> messageIds) {
        return api.post("/v1/inbound-messages/replay-batch")
                .body(Map.of("message_ids", messageIds))
                .data(ReplayBatchResult.class);
    }

    /**
     * Deletes a list of inbound messages.
     *
     * <p>Deletes each of up to 100 messages for itself. {@code results} has a line for each of
     * them, in the order of the request; a message that is listed twice has one.
     *
     * @param messageIds ids of messages
     * @return what became of a list of messages
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public DeleteBatchResult deleteBatch(List<String> messageIds) {
        return api.post("/v1/inbound-messages/delete-batch")
                .body(Map.of("message_ids", messageIds))
                .data(DeleteBatchResult.class);
    }

    /**
     * Deletes all inbound messages that fit.
     *
     * <p>Deletes messages, the oldest first, as deleting each of them would: in the given states,
     * by the given endpoint, received from {@code received_after} on and before {@code
     * received_before}. Messages that come after the request are not meant.
     *
     * <p>What was asked for is stored first and done in parts. Should the server die on the way, it
     * goes on after its start, or another one does. If it fails on the way, the answer has {@code
     * error} beside {@code data}, which says what is deleted until then; the server goes on by
     * itself.
     *
     * @param query which ones
     * @return the result and what is said about it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Answer<DeleteAllResult> deleteAll(DeleteAllInboundMessagesQuery query) {
        return api.post("/v1/inbound-messages/delete-all")
                .query(query)
                .answer(DeleteAllResult.class);
    }
}
