/**
 * {@code …/dead-letters}: what was given up, by endpoint and cause, with the way to replay or
 * delete many at once; and how far such bulk actions are.
 */
@NullMarked
package io.hookbridge.console.deadletter;

import org.jspecify.annotations.NullMarked;
