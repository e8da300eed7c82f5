/** Tests of the package of this name. */
@NullMarked
package io.hookbridge.insight.metric;

import org.jspecify.annotations.NullMarked;
