/** Tests. */
@NullMarked
package io.hookbridge.net.dns;

import org.jspecify.annotations.NullMarked;
