/**
 * Signatures by which a receiver knows that a delivery is ours and was not changed on the way.
 * Pure.
 */
@NullMarked
package io.hookbridge.delivery.signing;

import org.jspecify.annotations.NullMarked;
