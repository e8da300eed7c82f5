/**
 * Plans and their limits: what a tenant may do. Pure: read once at start from {@code plans.json},
 * asked from memory.
 */
@NullMarked
package io.hookbridge.billing.plan;

import org.jspecify.annotations.NullMarked;
