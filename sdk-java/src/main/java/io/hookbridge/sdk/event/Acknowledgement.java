package io.hookbridge.sdk.event;

import java.util.List;

/**
 * What was acknowledged.
 *
 * @param acknowledged how many events this request acknowledged
 * @param notAcknowledged the others, in the order of the request
 */
public record Acknowledgement(long acknowledged, List<SkippedEvent> notAcknowledged) {}
