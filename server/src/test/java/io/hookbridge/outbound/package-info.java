/** What tests of the outbound part share. */
@NullMarked
package io.hookbridge.outbound;

import org.jspecify.annotations.NullMarked;
