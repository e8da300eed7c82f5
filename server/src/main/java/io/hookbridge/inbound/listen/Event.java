package io.hookbridge.inbound.listen;

/**
 * A message that is ready for WebSockets.
 *
 * @param frame what is sent, the same bytes to all listeners
 * @param room that they take
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Event(Entry entry, byte[] frame, Room.Share room) {}
