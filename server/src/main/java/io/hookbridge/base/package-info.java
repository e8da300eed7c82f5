/** Identifiers, time, JSON and secrets: the words every other package uses. Knows nobody. */
@NullMarked
package io.hookbridge.base;

import org.jspecify.annotations.NullMarked;
