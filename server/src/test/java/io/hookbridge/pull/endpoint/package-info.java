/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.pull.endpoint;

import org.jspecify.annotations.NullMarked;
