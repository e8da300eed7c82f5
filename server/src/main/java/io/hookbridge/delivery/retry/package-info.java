/**
 * Whether and when a failed delivery is tried again. Pure: what happened goes in, the decision
 * comes out.
 */
@NullMarked
package io.hookbridge.delivery.retry;

import org.jspecify.annotations.NullMarked;
