package io.hookbridge.loadtest.outbound;

/**
 * What is sent, and where to.
 *
 * @param payload bytes of each message
 * @param encrypted whether endpoints are https
 * @param keysAndHeaders whether every other message that has a request of its own has an
 *     idempotency key, and endpoints add a sealed header
 */
record Traffic(int payload, boolean encrypted, boolean keysAndHeaders) {}
