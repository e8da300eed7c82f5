/** {@code /api-keys}: the keys of the selected project. */
@NullMarked
package io.hookbridge.console.key;

import org.jspecify.annotations.NullMarked;
