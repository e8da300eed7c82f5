@NullMarked
package io.hookbridge.billing.checkout;

import org.jspecify.annotations.NullMarked;
