/**
 * {@code …/messages}: what was sent and received in one list with one box to search it ({@link
 * io.hookbridge.console.message.ReadQuery}), and a page for each message.
 *
 * <p>There are more types here than elsewhere: the list, a search that is kept, a page for one
 * message and what is done to one or to all that fit read the same query and show the same rows.
 */
@NullMarked
package io.hookbridge.console.message;

import org.jspecify.annotations.NullMarked;
