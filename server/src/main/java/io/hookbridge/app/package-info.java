/**
 * The program itself: the command line, and the one place where every object is made.
 *
 * <p>Start reading at {@code Main}, then {@code App}.
 */
@NullMarked
package io.hookbridge.app;

import org.jspecify.annotations.NullMarked;
