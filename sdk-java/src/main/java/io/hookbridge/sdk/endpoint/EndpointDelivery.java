package io.hookbridge.sdk.endpoint;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How deliveries go on the server that answers.
 *
 * @param concurrency how many attempts may run at once now; it grows and shrinks with their success
 * @param inFlight how many attempts are running
 * @param waiting how many messages wait in the memory of that server
 * @param backlog whether more messages that are due wait in the database
 * @param oldestDueAt since when the message is due that has waited longest in the database; {@code
 *     null} if absent
 * @param drainsInSeconds how many seconds it takes that server to deliver what is due at the pace
 *     of its last minute; {@code null} if nothing is due, or if it has delivered nothing lately
 */
public record EndpointDelivery(
        int concurrency,
        int inFlight,
        long waiting,
        boolean backlog,
        @Nullable Instant oldestDueAt,
        @Nullable Long drainsInSeconds) {}
