package io.hookbridge.inbound.listen;

/**
 * A message that is ready for WebSockets.
 *
 * @param text what is sent, the same to all listeners
 */
record Event(Entry entry, String text) {}
