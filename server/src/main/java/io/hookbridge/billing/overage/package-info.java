/**
 * Overage on its way to the provider's meter, by an outbox.
 *
 * <p>What held in an hour decides: {@code metered_span} keeps from when to when usage was billed
 * with which subscription, written by a trigger with every change of a subscription, so that one
 * that was cancelled or replaced since is still reported for the hours before.
 *
 * <p>An hour that is over, and some minutes more, gets a row with its final count ({@link
 * io.hookbridge.billing.overage.ReportOverage}). States: {@code pending → sent → confirmed}; {@code
 * sent} is written before the request goes out, so a crash leaves a row that may have arrived.
 * Within a day such a row is simply sent again, because the provider counts one identifier once.
 * Later it would count twice, so the meter is asked first: it has nothing, and the report is sent
 * anew; it has exactly this, and the row is confirmed; it has something else, and the row is {@code
 * unclear}. An hour that the provider no longer takes is {@code expired}. What was taken for a
 * subscription that had ended is {@code ended}, because the provider may never bill it. While the
 * customer is gone at the provider, or the tenant has another one, a row is {@code held}; it goes
 * on when that customer is there again, and is never billed to another one. These four need a
 * person, and each raises an alert and leaves an audit row.
 *
 * <p>A report that cannot be checked, or that the provider refuses, waits longer each time and
 * holds up no other: a step that could not read the meter reads it no more, and goes on with what
 * needs no check. Only when nothing can be sent at all, or calls are refused for their rate, a step
 * ends. What certainly never reached the provider does not count as sent.
 */
@NullMarked
package io.hookbridge.billing.overage;

import org.jspecify.annotations.NullMarked;
