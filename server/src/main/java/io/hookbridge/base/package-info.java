/**
 * Identifiers, time, JSON and secrets: the words every other package uses. Knows nobody.
 *
 * <p>The package is larger than others because its types have nothing to do with each other: each
 * is read alone, by whoever meets its name. A package for each handful would only lengthen the
 * imports of everybody.
 */
@NullMarked
package io.hookbridge.base;

import org.jspecify.annotations.NullMarked;
