/** Checks of the sources themselves: format and the arrows between packages. */
@NullMarked
package io.hookbridge.build;

import org.jspecify.annotations.NullMarked;
