package io.hookbridge.sdk.bulk;

/**
 * A message that cannot be replayed.
 *
 * @param messageId identifies a message; a UUID of version 7
 * @param error why it cannot be replayed
 * @param code the same for programs, as a single replay would have answered
 */
public record UnreplayableMessage(String messageId, String error, String code) {}
