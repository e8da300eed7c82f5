/**
 * The console: the pages where the people of a tenant see and change what the API offers to
 * programs. Server-rendered with JTE; they work without script, by keyboard and on a phone.
 *
 * <p>{@link io.hookbridge.console.frame.ConsoleVisits} finds out who asks, sends whoever is signed
 * out to the sign-in and back, and lets only forms through that a page of the same session made. A
 * form changes something and redirects to a page, which says in a sentence what was done ({@link
 * io.hookbridge.console.frame.ConsoleNotice}, kept in a cookie until then). The one exception is a
 * new API key, which is shown in the answer to its form because it must not be kept anywhere.
 *
 * <p>The rules are those of the features; nothing is decided here that the API decides elsewhere.
 */
@NullMarked
package io.hookbridge.console;

import org.jspecify.annotations.NullMarked;
