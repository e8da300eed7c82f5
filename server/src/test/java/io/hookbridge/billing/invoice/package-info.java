@NullMarked
package io.hookbridge.billing.invoice;

import org.jspecify.annotations.NullMarked;
