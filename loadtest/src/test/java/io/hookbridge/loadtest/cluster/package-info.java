/** Tests of the parts that servers are run, broken and mended with. */
@NullMarked
package io.hookbridge.loadtest.cluster;

import org.jspecify.annotations.NullMarked;
