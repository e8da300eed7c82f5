/**
 * How our rows come to equal the provider's truth, whatever happens on the way.
 *
 * <p>Nothing is ever read from an event but which customer it is about. {@link
 * io.hookbridge.billing.sync.CustomerSync} asks the provider for everything it knows of that
 * customer and writes it down, so it does not matter in which order events come, how often, or
 * whether one is lost. Four things make that safe:
 *
 * <ul>
 *   <li><b>A number before the question.</b> Each fetch takes the customer's next number before it
 *       asks, and is written only if no fetch with a higher number was. A slow old answer cannot
 *       overwrite a newer one, on whatever node it was asked for.
 *   <li><b>The inbox.</b> An event is answered for when its row is committed ({@link
 *       io.hookbridge.billing.sync.Inbox}). Its row is marked done in the transaction that writes a
 *       fetch which began after it. What was pending at a crash is pending after it.
 *   <li><b>One fetch for many events.</b> {@link io.hookbridge.billing.sync.DrainInbox} claims a
 *       customer, not an event. A claim keeps other background fetches of the customer away until
 *       it ends or its time is over; somebody who waits ({@link
 *       io.hookbridge.billing.sync.RefreshTenant}) does not wait for it, the numbers keep order.
 *   <li><b>Reconcile.</b> What no event told is found by {@code billing.reconcile}.
 * </ul>
 *
 * <p>A background fetch that fails leaves the events pending and the customer waiting, longer after
 * each failure; what somebody waited for in vain puts nothing off. Rows of the built-in provider
 * are the truth themselves and are never synchronised.
 */
@NullMarked
package io.hookbridge.billing.sync;

import org.jspecify.annotations.NullMarked;
