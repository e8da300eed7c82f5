/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.inbound.listen;

import org.jspecify.annotations.NullMarked;
