/**
 * Who acts: a {@link io.hookbridge.access.Caller} with the {@link io.hookbridge.access.Permission}s
 * it has, and the {@link io.hookbridge.access.Actor} that is written down for what it does. Every
 * feature speaks of callers in these words, whichever way they came in.
 */
@NullMarked
package io.hookbridge.access;

import org.jspecify.annotations.NullMarked;
