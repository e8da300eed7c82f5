package io.hookbridge.inbound.listen;

import io.hookbridge.base.MessageId;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A message in a line, without its payload.
 *
 * @param position in the line, from 1
 * @param fence of the message in the queue when it got this place
 * @param waits whether nobody has taken it yet
 * @param broken how many connections in a row ended while it was under way to them
 * @param day by which the payload lies
 * @param size of the payload, in bytes
 */
record Entry(
        long position,
        MessageId message,
        int fence,
        boolean waits,
        int broken,
        LocalDate day,
        Instant receivedAt,
        String contentType,
        int size) {

    /** So many connections may end on a message before it goes out without its payload. */
    static final int MOST_BROKEN = 2;

    /** Whether it is suspected to end connections, so that it is to go out alone. */
    boolean isSuspect() {
        return broken > 0;
    }

    /** Whether it goes out without its payload. */
    boolean isBare() {
        return broken >= MOST_BROKEN;
    }
}
