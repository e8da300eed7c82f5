/**
 * {@code …/messages}: what was sent and received in one list with one box to search it ({@link
 * io.hookbridge.console.message.ReadQuery}), and a page for each message.
 */
@NullMarked
package io.hookbridge.console.message;

import org.jspecify.annotations.NullMarked;
