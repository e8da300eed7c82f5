/** {@code …/api-keys}: the keys of a project. */
@NullMarked
package io.hookbridge.console.key;

import org.jspecify.annotations.NullMarked;
