/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.pull.event;

import org.jspecify.annotations.NullMarked;
