/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.pull.log;

import org.jspecify.annotations.NullMarked;
