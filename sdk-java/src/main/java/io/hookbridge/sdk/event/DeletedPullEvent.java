package io.hookbridge.sdk.event;

import java.time.Instant;

/**
 * An event that is deleted.
 *
 * @param eventId identifies an event; a UUID of version 7
 * @param deletedAt when it was deleted
 * @param alreadyDeleted whether it was deleted before this request
 */
public record DeletedPullEvent(String eventId, Instant deletedAt, boolean alreadyDeleted) {}
