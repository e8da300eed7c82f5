/**
 * What callers ask for so that messages are delivered after all, or are not tried any more: replay,
 * an immediate retry, the cancelling of a retry.
 *
 * <p>A replay brings a message back to the start: {@code queued}, with a new schedule of attempts,
 * whether it was delivered, given up or waits for its next attempt. A message is moved in one
 * transaction with its count, and never while a node holds it; {@link
 * io.hookbridge.outbound.replay.ReplayRule} says when it may be.
 */
@NullMarked
package io.hookbridge.outbound.replay;

import org.jspecify.annotations.NullMarked;
