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
 * answered are gone at once, no further attempt is made, and its idempotency key is free. An
 * attempt that is being made may end, and its result is kept beside the deletion: the row of a
 * message that a node holds is only marked. If that attempt delivers the message or gives it up,
 * the mark goes along to {@code finished_message}; if another attempt would follow, or the node
 * dies, {@link io.hookbridge.message.action.SettleDeleted} moves the row instead. Whoever claims
 * messages leaves the marked ones.
 */
@NullMarked
package io.hookbridge.message.action;

import org.jspecify.annotations.NullMarked;
