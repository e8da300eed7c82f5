/**
 * Finds what no event told: compares every customer with the provider each night, and those whose
 * state is about to change each hour.
 *
 * <p>A run is a row. States: {@code scanning → settling → done}, with {@code braked} beside them.
 * While it scans, a run goes through the tenants in the order of their ids and writes whatever
 * takes no access away; who would lose a paid plan's limits is only noted, and so is who could not
 * be fetched. When it settles, it tries the latter again and then writes the losses, each after
 * asking once more. If there are unusually many losses ({@link
 * io.hookbridge.billing.reconcile.Brake}), nothing of them is written, and no run of this book goes
 * on before an operator says so: a wrong key or a damaged account looks exactly like everybody
 * having left.
 *
 * <p>In an outage a run stops where it is, in whatever state, and counts no tries: who was accepted
 * as a loss is still one when it is over. That it is one is told by those who were fetched last: if
 * one of them is answered, the customer who is not is tried again some times and then given up.
 *
 * <p>A run goes on from its row after a crash; looking at a customer twice does no harm. The list
 * of events that the provider keeps is read as well ({@link
 * io.hookbridge.billing.reconcile.ReadMissedEvents}), for webhooks that never came.
 */
@NullMarked
package io.hookbridge.billing.reconcile;

import org.jspecify.annotations.NullMarked;
