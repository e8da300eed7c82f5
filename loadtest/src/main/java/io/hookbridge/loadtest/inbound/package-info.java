/**
 * The measurements of what is received: from the signed request of a sender to its answer, to its
 * arrival at an application, and to whoever fetches it.
 *
 * <p>A {@link io.hookbridge.loadtest.inbound.ReceivingSite} is a server of its own with endpoints
 * that receive, and one application behind them in this process. Each {@link
 * io.hookbridge.loadtest.inbound.Scenario} is a class that does its work there.
 */
@NullMarked
package io.hookbridge.loadtest.inbound;

import org.jspecify.annotations.NullMarked;
