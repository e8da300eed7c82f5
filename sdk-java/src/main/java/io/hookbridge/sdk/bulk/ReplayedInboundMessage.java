package io.hookbridge.sdk.bulk;

import java.util.List;

/**
 * A received message that is sent once more.
 *
 * @param messageId identifies a message; a UUID of version 7
 * @param status always {@code queued}
 * @param replayed always 1
 * @param failed always 0
 * @param stuck always 0
 * @param results what became of each, in the order in which they were asked for
 */
public record ReplayedInboundMessage(
        String messageId,
        String status,
        int replayed,
        int failed,
        int stuck,
        List<ReplayedMessage> results) {}
