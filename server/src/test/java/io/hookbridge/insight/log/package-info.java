/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.insight.log;

import org.jspecify.annotations.NullMarked;
