/** Tests. */
@NullMarked
package io.hookbridge.outbound.bulk;

import org.jspecify.annotations.NullMarked;
