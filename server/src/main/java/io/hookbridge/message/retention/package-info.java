/**
 * The end of what has been kept long enough, and the places for what is to come.
 *
 * <p>What grows with traffic lies in partitions by time and goes as a whole: messages with their
 * payloads, and what receivers answered to them, after the day on which they expire, outcomes and
 * attempts after the week whose every day is older than the history. Making and dropping a
 * partition locks its table for an instant; a step waits for such a lock at most {@link
 * io.hookbridge.message.retention.PartitionStore#LONGEST_WAIT}, because deliveries queue behind it,
 * and leaves the rest to the next step. Everything else goes in small batches of rows.
 *
 * <p>A payload never goes before the messages that need it: one that is still queued when its
 * payload expires, parked by a pause for example, is given up first and becomes a dead letter, and
 * for one that a node has in its hands the whole day waits until the next step. Nor does the
 * history of what a node accepted go before the node is settled: as long as nobody has taken over
 * one that is gone, only outcomes tell which of its messages are finished.
 */
@NullMarked
package io.hookbridge.message.retention;

import org.jspecify.annotations.NullMarked;
