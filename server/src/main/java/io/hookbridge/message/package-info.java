/**
 * The life of a message: what it is, where it lies, and how it moves. Nothing else writes its
 * tables, but for the erasure of a tenant, which empties all tables of what is the tenant's.
 *
 * <p>A message lies in {@code pending_message} until it is delivered or given up, then in {@code
 * finished_message}. All moves between the two, and their counts, are {@link
 * io.hookbridge.message.Moves}. A node that delivers holds the rows of messages by {@link
 * io.hookbridge.message.HolderStore}; whoever else changes rows locks them with {@link
 * io.hookbridge.message.LockedMessages} first.
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
