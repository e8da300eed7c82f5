/**
 * The log of messages: pages of what became of each, the newest first.
 *
 * <p>A page is one statement and so one snapshot, over the messages that are pending and those that
 * are finished. Pages follow each other by the message id, which rises with the time of creation: a
 * message that moves between the tables while somebody turns pages keeps its place, and is seen
 * once.
 */
@NullMarked
package io.hookbridge.insight.log;

import org.jspecify.annotations.NullMarked;
