/**
 * The dead letters: messages that were given up. They are listed here and brought back by replay.
 */
@NullMarked
package io.hookbridge.outbound.deadletter;

import org.jspecify.annotations.NullMarked;
