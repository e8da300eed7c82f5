package io.hookbridge.sdk.message;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.PageQuery;
import io.hookbridge.sdk.internal.Api;
import io.hookbridge.sdk.send.QueuedMessage;

/** Messages that were given up, after the last attempt or after an answer that leaves no hope. */
public final class DeadLettersApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public DeadLettersApi(Api api) {
        this.api = api;
    }

    /**
     * Lists dead letters.
     *
     * <p>The messages of the environment that were given up, the youngest message first. Deleted
     * ones are not listed.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<DeadLetter> list(PageQuery query) {
        return api.get("/v1/dlq/messages").query(query).pageInData("messages", DeadLetter.class);
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<DeadLetter> list() {
        return list(PageQuery.create());
    }

    /**
     * Replays a dead letter.
     *
     * <p>Queues a dead letter once more, with its original payload, as often as one likes while the
     * payload is kept.
     *
     * @param id the {@code id} of the message
     * @return a message that will be delivered
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public QueuedMessage replay(String id) {
        return api.post("/v1/dlq/replay/{id}", id).data(QueuedMessage.class);
    }
}
