/** Tests of {@code io.hookbridge.billing.sync}. */
@NullMarked
package io.hookbridge.billing.sync;

import org.jspecify.annotations.NullMarked;
