/** {@code …/start}: the way to the first webhook, and the addresses for programs. */
@NullMarked
package io.hookbridge.console.start;

import org.jspecify.annotations.NullMarked;
