/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.outbound.retention;

import org.jspecify.annotations.NullMarked;
