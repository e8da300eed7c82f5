/** Tests of counting. */
@NullMarked
package io.hookbridge.billing.usage;

import org.jspecify.annotations.NullMarked;
