/** Tests of what a subscription gives. */
@NullMarked
package io.hookbridge.billing.subscription;

import org.jspecify.annotations.NullMarked;
