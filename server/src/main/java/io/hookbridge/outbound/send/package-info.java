/**
 * Sending: a request becomes messages. {@link io.hookbridge.outbound.send.SendBody} reads it in one
 * pass and cuts the payload out of it, {@link io.hookbridge.outbound.send.AcceptMessages} finds the
 * endpoint and the plan in memory, has the message stored and hands it to the engine.
 */
@NullMarked
package io.hookbridge.outbound.send;

import org.jspecify.annotations.NullMarked;
