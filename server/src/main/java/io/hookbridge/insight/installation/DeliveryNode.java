package io.hookbridge.insight.installation;

import java.time.Instant;
import java.util.UUID;

/**
 * A server that delivers.
 *
 * @param aliveUntil when another takes over what it holds, unless it says before that it lives
 * @param fenced whether another has begun to take over
 * @param since no message that it holds in memory came in before
 */
public record DeliveryNode(UUID id, Instant aliveUntil, boolean fenced, Instant since) {}
