/**
 * The running server: the one place where every object is made. {@code App} is a list of {@code
 * Part}s, each of which makes what belongs to it and says what it answers, what it does in the
 * background, and how it begins and ends; {@code Core} is the first, and all that a command needs.
 *
 * <p>Start reading at {@code Main}, then {@code App}.
 */
@NullMarked
package io.hookbridge.app;

import org.jspecify.annotations.NullMarked;
