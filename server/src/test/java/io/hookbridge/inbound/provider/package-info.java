/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.inbound.provider;

import org.jspecify.annotations.NullMarked;
