/**
 * The measurements of outbound webhooks: from the request that sends a message to its arrival at a
 * receiver.
 *
 * <p>A {@link io.hookbridge.loadtest.outbound.Site} is a server of its own with endpoints that all
 * lead to one receiver in this process. {@link io.hookbridge.loadtest.outbound.SendLoad} puts loads
 * on it. Each {@link io.hookbridge.loadtest.outbound.Scenario} is a class that does this in its own
 * way.
 */
@NullMarked
package io.hookbridge.loadtest.outbound;

import org.jspecify.annotations.NullMarked;
