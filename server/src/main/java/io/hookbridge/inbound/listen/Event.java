package io.hookbridge.inbound.listen;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message that is ready for WebSockets.
 *
 * @param frame what is sent, the same bytes to all listeners
 * @param room that they take
 * @param taken whether that a listener has taken it is noted; of all who have, one says so
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Event(Entry entry, byte[] frame, Room.Share room, AtomicBoolean taken) {

    Event(Entry entry, byte[] frame, Room.Share room) {
        this(entry, frame, room, new AtomicBoolean(!entry.waits()));
    }
}
