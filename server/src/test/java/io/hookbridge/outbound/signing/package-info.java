/** Tests. */
@NullMarked
package io.hookbridge.outbound.signing;

import org.jspecify.annotations.NullMarked;
