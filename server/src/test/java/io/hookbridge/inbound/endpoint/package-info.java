/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.inbound.endpoint;

import org.jspecify.annotations.NullMarked;
