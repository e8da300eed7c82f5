/**
 * Where messages go: a {@link io.hookbridge.delivery.target.DeliveryTarget} has an address,
 * headers, a pace and keys to sign with. {@link io.hookbridge.delivery.target.DeliveryTargets} is
 * asked on every message and answers from memory; whoever changes a target takes back what it
 * remembers. A {@link io.hookbridge.delivery.target.TargetSource} keeps targets, so that the engine
 * knows nothing of what else they are.
 */
@NullMarked
package io.hookbridge.delivery.target;

import org.jspecify.annotations.NullMarked;
