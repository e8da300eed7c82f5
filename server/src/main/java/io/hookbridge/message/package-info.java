/**
 * The life of a message: how it is stored, what callers see of it and of its attempts, and how it
 * is counted.
 *
 * <p>A message lies in {@code pending_message} until it is delivered or given up, then in {@code
 * finished_message}; whoever moves one does it in one transaction with its {@link
 * io.hookbridge.message.MessageCounts count}. A node that delivers messages holds their rows;
 * whoever else changes rows locks them with {@link io.hookbridge.message.LockedMessages} first.
 */
@NullMarked
package io.hookbridge.message;

import org.jspecify.annotations.NullMarked;
