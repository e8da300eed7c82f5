/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.insight.series;

import org.jspecify.annotations.NullMarked;
