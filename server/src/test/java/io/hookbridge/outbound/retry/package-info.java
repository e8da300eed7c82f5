/** Tests. */
@NullMarked
package io.hookbridge.outbound.retry;

import org.jspecify.annotations.NullMarked;
