/**
 * Messages: how they are accepted, what callers see of them and of their attempts, and how they are
 * counted.
 *
 * <p>A message lies in {@code pending_message} until it is delivered or given up, then in {@code
 * finished_message}; whoever moves one does it in one transaction with its {@link
 * io.hookbridge.outbound.message.MessageCounts count}. A node that delivers messages holds their
 * rows; whoever else changes rows locks them with {@link
 * io.hookbridge.outbound.message.LockedMessages} first.
 */
@NullMarked
package io.hookbridge.outbound.message;

import org.jspecify.annotations.NullMarked;
