package io.hookbridge.sdk.event;

/**
 * An event that was not acknowledged by this request.
 *
 * @param eventId identifies an event; a UUID of version 7
 * @param reason why. {@code unknown}: the endpoint has no such event. {@code delivered}: it was
 *     acknowledged before. {@code deleted}, {@code expired}: it is over. {@code repeated}: the
 *     request lists it before. One of {@code unknown}, {@code delivered}, {@code deleted}, {@code
 *     expired}, {@code repeated}.
 */
public record SkippedEvent(String eventId, String reason) {}
