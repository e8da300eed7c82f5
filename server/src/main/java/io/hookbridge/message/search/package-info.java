/**
 * Finding messages by what their payloads say, where the operator has turned that on.
 *
 * <p>The transaction that accepts messages writes one row that names them ({@link
 * io.hookbridge.message.search.SearchTasks}), and nothing where the search is off. A moment later
 * {@link io.hookbridge.message.search.IndexPayloads} takes that row away, reads the payloads, and
 * writes for each message what it can be found by: hashes of its words and of the values of its
 * members, no text. So nothing depends on the order in which transactions end, and no message is
 * left out.
 *
 * <p>A hash is made of the environment, the hour of the message and the term. So a search looks at
 * hour after hour, the newest first, and reads no more than the matches of one hour beyond what it
 * shows, however common a word is; and it never meets what belongs to others.
 *
 * <p>Entries lie by the day on which they end: that of the payload, or sooner. They go with their
 * message when somebody deletes it; if it is being indexed at that moment, a task has its entry
 * removed once it is there, so that nobody who deletes waits for who indexes. What was deleted is
 * not shown meanwhile.
 *
 * <p>Tasks that are left when the search is turned off are taken away ({@link
 * io.hookbridge.message.search.DropTasks}).
 */
@NullMarked
package io.hookbridge.message.search;

import org.jspecify.annotations.NullMarked;
