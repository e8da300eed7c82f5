package io.hookbridge.sdk.bulk;

import java.util.List;

/**
 * What became of a list of messages.
 *
 * @param replayed how many messages are queued
 * @param failed how many cannot be replayed
 * @param stuck how many are on their way already
 * @param results what became of each message
 */
public record ReplayBatchResult(
        long replayed, long failed, long stuck, List<ReplayedMessage> results) {}
