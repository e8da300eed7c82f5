package io.hookbridge.sdk.endpoint;

/**
 * An endpoint that is not paused any more.
 *
 * @param id identifies an endpoint
 * @param paused always {@code false}
 * @param messagesRequeued how many messages can be attempted now, retries that fell due meanwhile
 *     among them; 0 if the endpoint was not paused
 */
public record ResumedEndpoint(String id, boolean paused, long messagesRequeued) {}
