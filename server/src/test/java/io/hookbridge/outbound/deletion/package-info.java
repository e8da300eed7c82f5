/** Tests. */
@NullMarked
package io.hookbridge.outbound.deletion;

import org.jspecify.annotations.NullMarked;
