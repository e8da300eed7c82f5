/** Tests. */
@NullMarked
package io.hookbridge.outbound.replay;

import org.jspecify.annotations.NullMarked;
