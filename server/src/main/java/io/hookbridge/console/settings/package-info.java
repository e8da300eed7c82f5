/**
 * {@code …/settings}: what holds for a project, and what it may change of that: its name, how much
 * it may send, how deliveries are tried again, and whether it is there at all.
 */
@NullMarked
package io.hookbridge.console.settings;

import org.jspecify.annotations.NullMarked;
