/** Tests. */
@NullMarked
package io.hookbridge.net.wire;

import org.jspecify.annotations.NullMarked;
