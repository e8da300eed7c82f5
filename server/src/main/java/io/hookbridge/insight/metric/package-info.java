/**
 * Counts of messages.
 *
 * <p>Every transaction that moves messages adds a row to {@code message_count_change} and waits for
 * nobody. {@link io.hookbridge.insight.metric.FoldCounts} moves them into sums by minute, by hour
 * and of all time, each row exactly once. Whoever reads adds what is folded to what is not, in one
 * snapshot: a reader never sees a row twice or misses it, whether the folding runs, waits or is
 * dead.
 *
 * <p>Latencies are counted in the buckets of a {@link io.hookbridge.message.LatencyHistogram},
 * which are added up like all else, so percentiles are told of any window.
 *
 * <p>A message is counted in the minute in which it was created, whatever becomes of it when; so in
 * every bucket, accepted = succeeded + failed + deleted + pending.
 *
 * <p>There are some types more here than elsewhere, because who folds, who reads and who compares
 * must mean the same by every count.
 */
@NullMarked
package io.hookbridge.insight.metric;

import org.jspecify.annotations.NullMarked;
