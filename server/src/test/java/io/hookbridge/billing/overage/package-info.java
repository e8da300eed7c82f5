/** Tests of {@code io.hookbridge.billing.overage}. */
@NullMarked
package io.hookbridge.billing.overage;

import org.jspecify.annotations.NullMarked;
