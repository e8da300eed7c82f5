package io.hookbridge.sdk.bulk;

import java.time.Instant;

/**
 * A message that is deleted.
 *
 * @param messageId identifies a message; a UUID of version 7
 * @param deletedAt when it was deleted
 * @param alreadyDeleted whether it was deleted before this request
 */
public record DeletedMessage(String messageId, Instant deletedAt, boolean alreadyDeleted) {}
