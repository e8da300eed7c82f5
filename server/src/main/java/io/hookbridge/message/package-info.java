/**
 * The life of a message: what it is, where it lies, and how it moves. Nothing else writes its
 * tables, but for the erasure of a tenant, which empties all tables of what is the tenant's.
 *
 * <p>A message is a row of {@code message} with its payload, and nothing else while the node that
 * accepted it makes the first attempt. If that does not finish it, it has a row of {@code queue}
 * until it is delivered or given up; then it has one of {@code outcome}. All moves between these,
 * and their counts, are {@link io.hookbridge.message.Moves}. A node that delivers holds messages by
 * {@link io.hookbridge.message.HolderStore}, and writes about them in transactions of {@link
 * io.hookbridge.message.NodeWrites}; whoever else changes rows locks them with {@link
 * io.hookbridge.message.LockedMessages} first, and leaves a mark, see {@link
 * io.hookbridge.message.MarkStore}, where a node has the message in its hands.
 *
 * <p>How a message comes in is {@link io.hookbridge.message.accept}, what callers ask for later
 * {@link io.hookbridge.message.action} and {@link io.hookbridge.message.bulk}, and how long it is
 * kept {@link io.hookbridge.message.retention}.
 *
 * <p>There are more types here than elsewhere, because the statements that move a message stand
 * beside each other and nobody else may see their parts.
 */
@NullMarked
package io.hookbridge.message;

import org.jspecify.annotations.NullMarked;
