package io.hookbridge.message;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.HotStatement;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * By how much a transaction that moves messages changes their counts; written in the same
 * transaction, so that {@code accepted = succeeded + failed + deleted + pending} holds whatever
 * happens. It becomes one row that is only added, so nobody waits for anybody; one node folds the
 * rows into sums.
 *
 * <p>A message is counted in the minute in which it was created, whatever becomes of it when. Not
 * for several threads at once.
 */
public final class CountChanges {

    private static final int SECONDS = 60;

    private final Map<Bucket, Change> changes = new HashMap<>();

    /**
     * @param minute of the creation, counted from 1970
     */
    record Bucket(UUID environment, Direction direction, UUID target, int minute) {}

    /** Of one bucket. */
    static final class Change {

        private final Map<Count, Long> counts = new EnumMap<>(Count.class);
        private int @Nullable [] latencies;

        private void add(Count count, long more) {
            counts.merge(count, more, Long::sum);
        }

        long get(Count count) {
            return counts.getOrDefault(count, 0L);
        }

        /** How many latencies lie in each bucket of the histogram; null if there are none. */
        int @Nullable [] latencies() {
            return latencies;
        }
    }

    /**
     * A message that is pending from now on.
     *
     * @param createdAt as its row says
     */
    public void accepted(
            EnvironmentId environment, Direction direction, TargetId target, Instant createdAt) {
        change(environment, direction, target, createdAt).add(Count.ACCEPTED, 1);
    }

    /**
     * A message that was accepted before and counts as something else from now on.
     *
     * @param createdAt as its row says
     */
    public void moved(
            EnvironmentId environment,
            Direction direction,
            TargetId target,
            Instant createdAt,
            Counted was,
            Counted becomes) {
        if (was != becomes) {
            Change change = change(environment, direction, target, createdAt);
            add(change, was, -1);
            add(change, becomes, 1);
        }
    }

    /**
     * A message that was delivered. Goes with an {@link #attempt} that was answered with 2xx: the
     * mean is that of those answers.
     *
     * @param createdAt as its row says
     */
    public void delivered(
            EnvironmentId environment,
            Direction direction,
            TargetId target,
            Instant createdAt,
            Instant deliveredAt) {
        // Never negative: the clocks of two nodes may differ.
        change(environment, direction, target, createdAt)
                .add(
                        Count.DELIVERY_MS,
                        Math.max(0, Duration.between(createdAt, deliveredAt).toMillis()));
    }

    private static void add(Change change, Counted counted, int more) {
        switch (counted) {
            case QUEUED -> {}
            case RETRYING -> change.add(Count.RETRYING, more);
            case FETCHED -> change.add(Count.FETCHED, more);
            case SUCCEEDED -> change.add(Count.SUCCEEDED, more);
            case FAILED -> change.add(Count.FAILED, more);
            case DELETED -> change.add(Count.DELETED, more);
        }
    }

    /**
     * An attempt that was made.
     *
     * @param createdAt when the message was created, as its row says
     * @param number of the attempt, from 1 over the message's whole life
     * @param status of the answer; null if there was none
     */
    public void attempt(
            EnvironmentId environment,
            Direction direction,
            TargetId target,
            Instant createdAt,
            int number,
            @Nullable Integer status,
            int latencyMs) {
        Change change = change(environment, direction, target, createdAt);
        if (number > 1) {
            change.add(Count.RETRIES, 1);
        }
        if (status == null) {
            change.add(Count.UNANSWERED, 1);
            return;
        }
        change.add(Count.answered(status), 1);
        change.add(Count.LATENCY_MS, latencyMs);
        if (change.latencies == null) {
            change.latencies = new int[LatencyHistogram.BUCKETS];
        }
        change.latencies[LatencyHistogram.bucket(latencyMs)]++;
    }

    private Change change(
            EnvironmentId environment, Direction direction, TargetId target, Instant createdAt) {
        return changes.computeIfAbsent(
                new Bucket(
                        environment.value(),
                        direction,
                        target.value(),
                        (int) Math.floorDiv(createdAt.getEpochSecond(), SECONDS)),
                _ -> new Change());
    }

    /** Adds them to the transaction of {@code handle}: nothing, or one row by one statement. */
    public void write(Handle handle) {
        if (!changes.isEmpty()) {
            CountChangeStore.insert(handle, changes);
        }
    }

    /** The same together with other statements; there must be some. */
    public void write(HotStatement.Together together) {
        CountChangeStore.insert(together, changes);
    }
}
