/** Tests. */
@NullMarked
package io.hookbridge.net;

import org.jspecify.annotations.NullMarked;
