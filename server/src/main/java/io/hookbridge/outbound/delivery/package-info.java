/**
 * The engine that delivers messages; {@link io.hookbridge.outbound.delivery.Delivery} is where to
 * begin. It promises that every accepted message is delivered at least once or given up by the
 * rules of {@link io.hookbridge.outbound.retry}, and that no message is delivered by two nodes at
 * once while the node that holds it is alive.
 */
@NullMarked
package io.hookbridge.outbound.delivery;

import org.jspecify.annotations.NullMarked;
