/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.insight.export;

import org.jspecify.annotations.NullMarked;
