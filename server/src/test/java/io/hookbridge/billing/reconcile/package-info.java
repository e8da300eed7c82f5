/** Tests of {@code io.hookbridge.billing.reconcile}. */
@NullMarked
package io.hookbridge.billing.reconcile;

import org.jspecify.annotations.NullMarked;
