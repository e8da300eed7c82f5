package io.hookbridge.sdk.bulk;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What was replayed.
 *
 * @param replayed how many messages are queued
 * @param failed how many cannot be replayed
 * @param stuck how many are on their way already
 * @param replayedMessageIds those that are queued
 * @param failedMessages those that cannot be replayed
 * @param stuckMessageIds those that are on their way already
 * @param matching only in a dry run, how many messages would be queued; {@code null} if absent
 */
public record ReplayAllResult(
        long replayed,
        long failed,
        long stuck,
        List<String> replayedMessageIds,
        List<UnreplayableMessage> failedMessages,
        List<String> stuckMessageIds,
        @Nullable Long matching) {}
