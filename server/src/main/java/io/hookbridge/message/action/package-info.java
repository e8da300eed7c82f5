/**
 * What callers ask for once a message is stored: replay, an immediate retry, the cancelling of a
 * retry, deletion.
 *
 * <p>A replay brings a message back to the start: {@code queued}, with a new schedule of attempts,
 * whether it was delivered, given up or waits for its next attempt. A message is moved in one
 * transaction with its count, and never while a node holds it; {@link
 * io.hookbridge.message.action.ReplayRule} says when it may be.
 *
 * <p>A deleted message keeps its row, its state and its attempts; its payload and what receivers
 * answered are gone at once, no further attempt is made, and its idempotency key is free. For a
 * message that a node has in its hands this needs the node: the message is only marked, and the
 * deletion is answered when the node has acknowledged the mark, or is out of time, or the message
 * is out of its hands. An attempt that is being made may end, and its result is kept beside the
 * deletion. Whatever takes a marked message out of the hands of a node ends it; see {@link
 * io.hookbridge.message.MarkStore}.
 */
@NullMarked
package io.hookbridge.message.action;

import org.jspecify.annotations.NullMarked;
