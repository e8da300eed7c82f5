package io.hookbridge.sdk.send;

/**
 * A message that will be delivered.
 *
 * @param messageId identifies a message; a UUID of version 7
 * @param status always {@code queued}
 */
public record QueuedMessage(String messageId, String status) {}
