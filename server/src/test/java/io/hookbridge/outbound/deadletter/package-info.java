/** Tests. */
@NullMarked
package io.hookbridge.outbound.deadletter;

import org.jspecify.annotations.NullMarked;
