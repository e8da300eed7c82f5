/**
 * {@code /console/operator}: the whole installation, for the people who look after it and for
 * nobody else. Who they are, the command line says.
 */
@NullMarked
package io.hookbridge.console.operator;

import org.jspecify.annotations.NullMarked;
