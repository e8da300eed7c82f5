/**
 * A receiver of webhooks that costs next to nothing, because it shares the machine with what is
 * measured: one thread, one selector, answers that were written down before, and arrays instead of
 * maps for what arrived. It runs in the process of the load generator, so that both have one clock;
 * {@link io.hookbridge.loadtest.receive.Receiver} is where to begin.
 */
@NullMarked
package io.hookbridge.loadtest.receive;

import org.jspecify.annotations.NullMarked;
