package io.hookbridge.message;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * Counts messages in the transaction that moves them, so that {@code accepted = succeeded + failed
 * + deleted + pending} holds whatever happens: a move and its count stand or fall together. Rows
 * are only added, so nobody waits for anybody; one node folds them into sums.
 */
public final class MessageCounts {

    private MessageCounts() {}

    /**
     * By how much the counts of one minute change. All numbers may be negative, except the last
     * three.
     *
     * @param minute in which the messages were created, whatever became of them when; cut down to
     *     the whole minute
     * @param deleted before they were delivered or given up
     * @param retrying pending messages with an attempt behind them that failed, held by a node or
     *     not
     * @param retries attempts after the first
     * @param answered attempts that were answered
     * @param latencyMs of those together
     */
    public record CountChange(
            EnvironmentId environment,
            EndpointId endpoint,
            Instant minute,
            int accepted,
            int succeeded,
            int failed,
            int deleted,
            int retrying,
            int retries,
            int answered,
            long latencyMs) {

        public CountChange {
            minute = minute.truncatedTo(ChronoUnit.MINUTES);
        }

        /** No change yet, of the minute in which a message was created. */
        public static CountChange none(
                EnvironmentId environment, EndpointId endpoint, Instant createdAt) {
            return new CountChange(environment, endpoint, createdAt, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        /** The same with so many more messages that succeeded; fewer, if negative. */
        public CountChange succeeded(int more) {
            return plus(0, more, 0, 0, 0, 0, 0, 0);
        }

        /** The same with so many more messages that were given up; fewer, if negative. */
        public CountChange failed(int more) {
            return plus(0, 0, more, 0, 0, 0, 0, 0);
        }

        /** The same with so many more messages that were deleted while they were pending. */
        public CountChange deleted(int more) {
            return plus(0, 0, 0, more, 0, 0, 0, 0);
        }

        /** The same with so many more messages that wait for another attempt. */
        public CountChange retrying(int more) {
            return plus(0, 0, 0, 0, more, 0, 0, 0);
        }

        /** The same with one more attempt after the first. */
        public CountChange retried() {
            return plus(0, 0, 0, 0, 0, 1, 0, 0);
        }

        /** The same with one more answer of a receiver. */
        public CountChange answeredIn(long ms) {
            return plus(0, 0, 0, 0, 0, 0, 1, ms);
        }

        private CountChange plus(CountChange other) {
            return plus(
                    other.accepted,
                    other.succeeded,
                    other.failed,
                    other.deleted,
                    other.retrying,
                    other.retries,
                    other.answered,
                    other.latencyMs);
        }

        private CountChange plus(
                int a, int s, int f, int d, int waiting, int again, int answers, long ms) {
            return new CountChange(
                    environment,
                    endpoint,
                    minute,
                    accepted + a,
                    succeeded + s,
                    failed + f,
                    deleted + d,
                    retrying + waiting,
                    retries + again,
                    answered + answers,
                    latencyMs + ms);
        }

        private boolean isNothing() {
            return (accepted | succeeded | failed | deleted | retrying | retries | answered) == 0
                    && latencyMs == 0;
        }
    }

    private record Bucket(UUID environment, UUID endpoint, Instant minute)
            implements Comparable<Bucket> {

        private static final Comparator<Bucket> ORDER =
                Comparator.comparing(Bucket::environment)
                        .thenComparing(Bucket::endpoint)
                        .thenComparing(Bucket::minute);

        @Override
        public int compareTo(Bucket other) {
            return ORDER.compare(this, other);
        }
    }

    /** Adds {@code changes} within the transaction of {@code handle}: one row for each bucket. */
    public static void add(Handle handle, Collection<CountChange> changes) {
        Map<Bucket, CountChange> sums = new TreeMap<>();
        for (CountChange change : changes) {
            sums.merge(
                    new Bucket(
                            change.environment().value(),
                            change.endpoint().value(),
                            change.minute()),
                    change,
                    CountChange::plus);
        }
        List<CountChange> rows = sums.values().stream().filter(sum -> !sum.isNothing()).toList();
        if (!rows.isEmpty()) {
            insert(handle, rows);
        }
    }

    private static void insert(Handle handle, List<CountChange> rows) {
        handle.createUpdate(
                        """
                        INSERT INTO message_count_change
                            (environment_id, endpoint_id, minute, accepted, succeeded, failed, deleted, retrying, retries,
                             answered, latency_ms)
                        SELECT * FROM unnest(
                            :environments::uuid[], :endpoints::uuid[], :minutes::timestamptz[], :accepted::int[],
                            :succeeded::int[], :failed::int[], :deleted::int[], :retrying::int[], :retries::int[],
                            :answered::int[], :latencies::bigint[])
                        """)
                .bind(
                        "environments",
                        rows.stream().map(row -> row.environment().value()).toArray(UUID[]::new))
                .bind(
                        "endpoints",
                        rows.stream().map(row -> row.endpoint().value()).toArray(UUID[]::new))
                .bind("minutes", rows.stream().map(CountChange::minute).toArray(Instant[]::new))
                .bind("accepted", numbers(rows, CountChange::accepted))
                .bind("succeeded", numbers(rows, CountChange::succeeded))
                .bind("failed", numbers(rows, CountChange::failed))
                .bind("deleted", numbers(rows, CountChange::deleted))
                .bind("retrying", numbers(rows, CountChange::retrying))
                .bind("retries", numbers(rows, CountChange::retries))
                .bind("answered", numbers(rows, CountChange::answered))
                .bind("latencies", numbers(rows, CountChange::latencyMs))
                .execute();
    }

    private static Long[] numbers(List<CountChange> rows, ToLongFunction<CountChange> column) {
        return rows.stream().map(column::applyAsLong).toArray(Long[]::new);
    }
}
