/**
 * The deletion of messages. A deleted message keeps its row, its state and its attempts; its
 * payload and what receivers answered are gone at once, no further attempt is made, and its
 * idempotency key is free.
 *
 * <p>An attempt that is being made may end, and its result is kept beside the deletion: the row of
 * a message that a node holds is only marked. If that attempt delivers the message or gives it up,
 * the mark goes along to {@code finished_message}; if another attempt would follow, or the node
 * dies, {@link io.hookbridge.outbound.deletion.SettleDeleted} moves the row instead. Whoever claims
 * messages leaves the marked ones.
 */
@NullMarked
package io.hookbridge.outbound.deletion;

import org.jspecify.annotations.NullMarked;
