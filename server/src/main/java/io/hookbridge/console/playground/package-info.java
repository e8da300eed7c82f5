/** {@code …/playground}: sends events by hand, and shows what became of them. */
@NullMarked
package io.hookbridge.console.playground;

import org.jspecify.annotations.NullMarked;
