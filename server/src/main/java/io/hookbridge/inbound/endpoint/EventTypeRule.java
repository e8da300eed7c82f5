package io.hookbridge.inbound.endpoint;

/**
 * Where a request tells the type of its event.
 *
 * @param source {@code body} or {@code header}
 * @param path within a JSON body, or the name of the header
 */
public record EventTypeRule(String source, String path) {}
