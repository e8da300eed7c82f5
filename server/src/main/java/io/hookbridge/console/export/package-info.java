/** {@code …/exports}: the list of messages as a file. */
@NullMarked
package io.hookbridge.console.export;

import org.jspecify.annotations.NullMarked;
