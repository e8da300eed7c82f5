package io.hookbridge.sdk.examples;

import io.hookbridge.sdk.HookBridge;
import io.hookbridge.sdk.message.Attempt;
import io.hookbridge.sdk.message.ListMessagesQuery;
import io.hookbridge.sdk.message.Message;
import io.hookbridge.sdk.message.MessageStatus;

import java.util.List;

/** Looks at what became of messages. */
public final class FollowExample {

    private FollowExample() {}

    /** Of all pages, of which the next one is asked for when it is needed. */
    public static List<String> delivered(HookBridge client, String endpointId) {
        ListMessagesQuery query =
                ListMessagesQuery.create()
                        .endpointId(endpointId)
                        .status(MessageStatus.SUCCEEDED)
                        .limit(1);
        return client.messages().list(query).stream().map(Message::id).toList();
    }

    /** Why the attempts at a message failed, if they did. */
    public static List<String> causes(HookBridge client, String messageId) {
        return client.messages().attempts(messageId).stream()
                .map(Attempt::explanation)
                .filter(explanation -> explanation != null)
                .map(explanation -> explanation.cause() + " " + explanation.remedy())
                .toList();
    }
}
