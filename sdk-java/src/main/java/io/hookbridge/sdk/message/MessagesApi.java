package io.hookbridge.sdk.message;

import io.hookbridge.sdk.Answer;
import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.PageQuery;
import io.hookbridge.sdk.bulk.DeleteAllMessagesQuery;
import io.hookbridge.sdk.bulk.DeleteAllResult;
import io.hookbridge.sdk.bulk.DeleteBatchResult;
import io.hookbridge.sdk.bulk.DeletedMessage;
import io.hookbridge.sdk.bulk.ReplayAllMessagesQuery;
import io.hookbridge.sdk.bulk.ReplayAllResult;
import io.hookbridge.sdk.bulk.ReplayBatchResult;
import io.hookbridge.sdk.internal.Api;
import io.hookbridge.sdk.send.BatchResult;
import io.hookbridge.sdk.send.QueuedMessage;
import io.hookbridge.sdk.send.SendWebhookRequest;

import java.util.List;
import java.util.Map;

/** Sends messages, and shows what became of them. */
public final class MessagesApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public MessagesApi(Api api) {
        this.api = api;
    }

    /**
     * Sends a message to an endpoint.
     *
     * <p>The answer means that the message survives a crash of the server and will be delivered or,
     * when it cannot be, listed among the dead letters.
     *
     * <p>A request without an idempotency key gets one, so that it can be sent again when no answer
     * came, and is one message.
     *
     * @param request what to send, and where
     * @return the message's id
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public QueuedMessage send(SendWebhookRequest request) {
        return api.post("/v1/webhooks/send")
                .body(request.withIdempotencyKey())
                .repeatable()
                .data(QueuedMessage.class);
    }

    /**
     * Sends up to 100 messages at once. Each is accepted or refused by itself.
     *
     * <p>Requests without an idempotency key get one each.
     *
     * @param requests what to send, and where; 8 MiB in all
     * @return what became of each, in the order of the requests
     * @throws HookBridgeException if the server refuses all of them or cannot be asked
     */
    public BatchResult sendBatch(List<SendWebhookRequest> requests) {
        List<Map<String, Object>> messages =
                requests.stream().map(request -> request.withIdempotencyKey().asMap()).toList();
        return api.post("/v1/webhooks/send-batch")
                .body(Map.of("messages", messages))
                .repeatable()
                .data(BatchResult.class);
    }

    /**
     * Lists messages.
     *
     * <p>The messages of the environment, the newest first, deleted ones among them, each as {@code
     * GET /v1/messages/{id}} shows it. Messages are listed by the time of their creation, so pages
     * can be turned while messages move from one state to another.
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
    public Page<Message> list(ListMessagesQuery query) {
        return api.get("/v1/messages").query(query).page(Message.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<Message> list() {
        return list(ListMessagesQuery.create());
    }

    /**
     * Gets a message.
     *
     * <p>A message of the caller's environment, without its payload. Members that say nothing yet
     * are absent.
     *
     * <p>{@code status} is one of these:
     *
     * @param id the {@code id} of the message
     * @return a message that was sent, and what became of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Message get(String id) {
        return api.get("/v1/messages/{id}", id).data(Message.class);
    }

    /**
     * Deletes a message.
     *
     * <p>Removes the payload and what receivers answered at once, takes off the attempts that were
     * to come, and frees the idempotency key. An attempt that is being made may end. The message
     * itself, its status and its attempts stay, and it can no longer be replayed.
     *
     * <p>A message that is deleted already answers alike, with the time of its deletion and {@code
     * already_deleted}.
     *
     * @param id the {@code id} of the message
     * @return a message that is deleted
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public DeletedMessage delete(String id) {
        return api.delete("/v1/messages/{id}", id).data(DeletedMessage.class);
    }

    /**
     * Gets the payload of a message.
     *
     * <p>The payload byte for byte as it was sent, and as it is delivered.
     *
     * @param id the {@code id} of the message
     * @return the bytes as they came
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public byte[] payload(String id) {
        return api.get("/v1/messages/{id}/payload", id).bytes();
    }

    /**
     * Gets the attempts of a message.
     *
     * <p>All attempts to deliver a message, the first one first. An id that leads to no message of
     * the environment answers with an empty list, not with 404. A page has 200 attempts at the
     * most; {@code meta.next_cursor} leads on to the newest.
     *
     * <p>Times of phases that an attempt did not have, such as TLS on a connection that was open
     * already, are absent.
     *
     * @param id the {@code id} of the message
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<Attempt> attempts(String id, PageQuery query) {
        return api.get("/v1/messages/{id}/attempts", id).query(query).page(Attempt.class);
    }

    /**
     * The same for all of them.
     *
     * @param id the {@code id} of the message
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<Attempt> attempts(String id) {
        return attempts(id, PageQuery.create());
    }

    /**
     * Gets what a receiver answered.
     *
     * <p>The body of the response to one attempt, byte for byte, as far as it was kept. It comes as
     * a download of unknown type whatever the receiver said about it, so that no browser shows it.
     *
     * <p>Which plans show it is a matter of the server; of the plans that come with it, all but
     * {@code free} do.
     *
     * @param id the {@code id} of the message
     * @param attemptNo the number of the attempt; text that is none answers 404
     * @return the bytes as they came
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public byte[] responseBody(String id, int attemptNo) {
        return api.get("/v1/messages/{id}/attempts/{attempt_no}/response-body", id, attemptNo)
                .bytes();
    }

    /**
     * Replays a message.
     *
     * <p>Queues a message once more, with its original payload, to its endpoint, whether it was
     * delivered, given up, or waits for a slow retry. Its attempts go on counting, and the schedule
     * of retries begins anew. A message can be replayed ten times; dead letters more often, by
     * their own operation.
     *
     * <p>The time for which the payload is kept does not begin anew.
     *
     * @param id the {@code id} of the message
     * @return a message that will be delivered
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public QueuedMessage replay(String id) {
        return api.post("/v1/messages/{id}/replay", id).data(QueuedMessage.class);
    }

    /**
     * Triggers an immediate retry.
     *
     * <p>Makes the next attempt of a message that is {@code pending_retry} due now, instead of at
     * its {@code next_attempt_at}. The message stays {@code pending_retry} until the attempt
     * begins, usually within a second.
     *
     * @param id the {@code id} of the message
     * @return a message that was sent, and what became of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Message retryNow(String id) {
        return api.post("/v1/messages/{id}/retry-now", id).data(Message.class);
    }

    /**
     * Cancels a pending retry.
     *
     * <p>Gives up a message that is {@code pending_retry}: it becomes {@code failed_permanent}, a
     * dead letter.
     *
     * @param id the {@code id} of the message
     * @return a message that was sent, and what became of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Message cancel(String id) {
        return api.post("/v1/messages/{id}/cancel", id).data(Message.class);
    }

    /**
     * Replays all messages in a state.
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
    public Answer<ReplayAllResult> replayAll(ReplayAllMessagesQuery query) {
        return api.post("/v1/messages/replay-all").query(query).answer(ReplayAllResult.class);
    }

    /**
     * Replays a list of messages.
     *
     * <p>Replays each of up to 100 messages for itself. {@code results} has a line for each of
     * them, in the order of the request; a message that is listed twice has one.
     *
     * @param messageIds ids of messages
     * @return what became of a list of messages
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public ReplayBatchResult replayBatch(List<String> messageIds) {
        return api.post("/v1/messages/replay-batch")
                .body(Map.of("message_ids", messageIds))
                .data(ReplayBatchResult.class);
    }

    /**
     * Deletes a list of messages.
     *
     * <p>Deletes each of up to 100 messages for itself. {@code results} has a line for each of
     * them, in the order of the request; a message that is listed twice has one.
     *
     * @param messageIds ids of messages
     * @return what became of a list of messages
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public DeleteBatchResult deleteBatch(List<String> messageIds) {
        return api.post("/v1/messages/delete-batch")
                .body(Map.of("message_ids", messageIds))
                .data(DeleteBatchResult.class);
    }

    /**
     * Deletes all messages that fit.
     *
     * <p>Deletes messages, the oldest first, as deleting each of them would: in the given states,
     * to the given endpoint, created from {@code created_after} on and before {@code
     * created_before}. Messages that come after the request are not meant.
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
    public Answer<DeleteAllResult> deleteAll(DeleteAllMessagesQuery query) {
        return api.post("/v1/messages/delete-all").query(query).answer(DeleteAllResult.class);
    }
}
