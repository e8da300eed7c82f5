/**
 * Whether deliveries come through receivers that close their connections: after a time without a
 * request, after a number of requests, when they are reloaded.
 *
 * <p>A {@link io.hookbridge.loadtest.keepalive.Listener} is a port of a receiver. Each gets {@link
 * io.hookbridge.loadtest.keepalive.Series} of messages: {@link
 * io.hookbridge.loadtest.keepalive.Paced} ones, to many endpoints at once, each with a pause that
 * is about as long as the receiver keeps a connection; and a {@link
 * io.hookbridge.loadtest.keepalive.Burst}. What the server has written down of its attempts is then
 * held against what arrived ({@link io.hookbridge.loadtest.keepalive.Outcome}).
 */
@NullMarked
package io.hookbridge.loadtest.keepalive;

import org.jspecify.annotations.NullMarked;
