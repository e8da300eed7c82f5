/**
 * Loads of messages that are delivered, from the first request to the page with the figures, and
 * whichever way they come in.
 *
 * <p>A {@link io.hookbridge.loadtest.delivery.DeliveryLoad} runs until everything has arrived and
 * is written down; a {@link io.hookbridge.loadtest.delivery.Trace} knows when each message was due,
 * accepted and received, and {@link io.hookbridge.loadtest.delivery.Delivered} is what came of it.
 */
@NullMarked
package io.hookbridge.loadtest.delivery;

import org.jspecify.annotations.NullMarked;
