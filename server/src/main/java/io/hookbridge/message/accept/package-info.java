/**
 * How a message comes in: {@link io.hookbridge.message.accept.StoreMessages} writes those of many
 * callers in one transaction, with their idempotency keys, their count and the usage of their
 * tenants.
 */
@NullMarked
package io.hookbridge.message.accept;

import org.jspecify.annotations.NullMarked;
