package io.hookbridge.insight.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.Count;
import io.hookbridge.message.CountChanges;
import io.hookbridge.message.Counted;
import io.hookbridge.message.MessageRows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

@Tag("database")
class FoldCountsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final UUID ALL = new UUID(0, 0);

    private static TestDatabase database;
    private static Database pool;
    private static Jdbi jdbi;

    private EnvironmentId environment;
    private final EndpointId endpoint = new EndpointId(new Uuid7(() -> NOON).next());

    @BeforeEach
    void strangers() {
        environment = MessageRows.ofStranger(jdbi).environment();
    }

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        pool = Database.open(database.address(), 12, new SimpleMeterRegistry(), System::nanoTime);
        jdbi = pool.jdbi();
    }

    @AfterAll
    static void stop() {
        pool.close();
        database.close();
    }

    @BeforeEach
    void nothing_is_counted() {
        jdbi.useHandle(handle ->
                handle.execute(
                        "TRUNCATE message_count_change, message_count_minute, message_count_hour, ledger"));
    }

    @Test
    void changes_become_sums_by_minute_by_hour_and_of_all_time() {
        add(accepted(NOON));
        add(accepted(NOON.plusSeconds(59), Counted.SUCCEEDED).andThen(answered(NOON, 200, 120)));
        add(
                accepted(NOON.plusSeconds(60), Counted.FAILED)
                        .andThen(answered(NOON.plusSeconds(60), 410, 80)));
        add(accepted(NOON.plus(Duration.ofHours(1)), Counted.RETRYING));
        add(accepted(NOON.plus(Duration.ofHours(1)), Counted.DELETED));

        assertThat(new FoldCounts(jdbi).fold()).isEqualTo(5);

        for (UUID of : List.of(endpoint.value(), ALL)) {
            assertThat(sums("message_count_minute", of))
                    .containsExactly(
                            "12:00 2 accepted 1 succeeded 0 failed 0 deleted 0 retrying 1 answered in 120",
                            "12:01 1 accepted 0 succeeded 1 failed 0 deleted 0 retrying 1 answered in 80",
                            "13:00 2 accepted 0 succeeded 0 failed 1 deleted 1 retrying 0 answered in 0");
            assertThat(sums("message_count_hour", of))
                    .containsExactly(
                            "12:00 3 accepted 1 succeeded 1 failed 0 deleted 0 retrying 2 answered in 200",
                            "13:00 2 accepted 0 succeeded 0 failed 1 deleted 1 retrying 0 answered in 0");
        }
        assertThat(new Ledger(jdbi).read(environment)).isEqualTo(new Figures(5, 1, 1, 1, 0));
        assertThat(new FoldCounts(jdbi).fold()).isZero();
    }

    @Test
    void a_later_change_is_added_to_what_is_there() {
        add(accepted(NOON, Counted.RETRYING));
        new FoldCounts(jdbi).fold();
        add(moved(NOON, Counted.RETRYING, Counted.SUCCEEDED));
        new FoldCounts(jdbi).fold();

        assertThat(sums("message_count_minute", endpoint.value()))
                .containsExactly(
                        "12:00 1 accepted 1 succeeded 0 failed 0 deleted 0 retrying 0 answered in 0");
    }

    @Test
    void histograms_are_added_bucket_by_bucket_however_long_they_are() {
        add(answered(NOON, 200, 3).andThen(answered(NOON, 200, 3)));
        new FoldCounts(jdbi).fold();
        add(answered(NOON, 503, 1));
        add(answered(NOON.plusSeconds(60), 200, 5).andThen(answered(NOON, 200, 3)));
        new FoldCounts(jdbi).fold();

        for (UUID of : List.of(endpoint.value(), ALL)) {
            assertThat(latencies("message_count_minute", of))
                    .containsExactly("{0,1,0,3}", "{0,0,0,0,0,1}");
            assertThat(latencies("message_count_hour", of)).containsExactly("{0,1,0,3,0,1}");
        }
    }

    @Test
    void what_is_left_of_an_erased_environment_is_dropped() {
        MessageRows erased = MessageRows.ofStranger(jdbi);
        CountChanges both = new CountChanges();
        both.accepted(erased.environment(), Direction.OUTBOUND, TargetId.of(endpoint), NOON);
        both.accepted(environment, Direction.OUTBOUND, TargetId.of(endpoint), NOON);
        jdbi.useTransaction(both::write);
        jdbi.useHandle(handle ->
                handle.execute(
                        "DELETE FROM environment WHERE tenant_id = ?", erased.tenant().value()));
        assertThat(new Ledger(jdbi).read().accepted()).isEqualTo(1);

        assertThat(new FoldCounts(jdbi).fold()).isEqualTo(1);

        assertThat(new Ledger(jdbi).read().accepted()).isEqualTo(1);
        assertThat(new Ledger(jdbi).read(erased.environment()).accepted()).isZero();
        assertThat(new Ledger(jdbi).read(environment).accepted()).isEqualTo(1);
    }

    @Test
    void a_batch_is_bounded_and_a_step_folds_several() {
        for (int i = 0; i < 25; i++) {
            add(accepted(NOON));
        }

        assertThat(new FoldCounts(jdbi, 10).fold()).isEqualTo(10);
        new FoldCounts(jdbi, 10).step();

        assertThat(unfolded()).isZero();
        assertThat(new Ledger(jdbi).read(environment).accepted()).isEqualTo(25);
    }

    @Test
    void a_fold_that_is_not_committed_changes_nothing() {
        add(accepted(NOON));

        assertThatThrownBy(() ->
                        jdbi.useTransaction(_ -> {
                            assertThat(new FoldCounts(jdbi).fold()).isEqualTo(1);
                            throw new IllegalStateException("the server died");
                        }))
                .hasMessage("the server died");

        assertThat(unfolded()).isEqualTo(1);
        assertThat(sums("message_count_minute", ALL)).isEmpty();
        assertThat(new Ledger(jdbi).read(environment).accepted()).isEqualTo(1);
        assertThat(new FoldCounts(jdbi).fold()).isEqualTo(1);
    }

    @Test
    void whoever_comes_while_another_folds_does_nothing_and_waits_for_nobody() throws Exception {
        add(accepted(NOON));
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            int others =
                    jdbi.inTransaction(_ -> {
                        new FoldCounts(jdbi).fold();
                        return thread.submit(() -> new FoldCounts(jdbi).fold()).get();
                    });

            assertThat(others).isZero();
        }
        assertThat(new Ledger(jdbi).read(environment).accepted()).isEqualTo(1);
    }

    @Test
    void a_reader_sees_every_change_once_while_it_is_folded() throws Exception {
        for (int i = 0; i < 600; i++) {
            add(accepted(NOON));
        }
        FoldCounts fold = new FoldCounts(jdbi, 7);
        ReadCounts counts = new ReadCounts(jdbi, () -> NOON.plusSeconds(30));
        List<Long> seen = new ArrayList<>();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            // One fold beside each reading, however fast either of them is.
            Semaphore turn = new Semaphore(0);
            Future<?> folding =
                    thread.submit(() -> {
                        do {
                            turn.acquireUninterruptibly();
                        } while (fold.fold() > 0);
                    });
            try {
                while (!folding.isDone()) {
                    turn.release();
                    seen.add(new Ledger(jdbi).read(environment).accepted());
                    seen.add(accepted(counts, null, Window.HOUR));
                    seen.add(accepted(counts, TargetId.of(endpoint), Window.WEEK));
                }
            } finally {
                // Whatever went wrong with reading, the folding ends.
                turn.release(600);
            }
            folding.get();
        }

        assertThat(seen).hasSizeGreaterThan(30).containsOnly(600L);
    }

    private long accepted(ReadCounts counts, @Nullable TargetId of, Window window) {
        return counts.total(environment, Direction.OUTBOUND, of, window).get(Count.ACCEPTED);
    }

    @Test
    void each_direction_has_its_sum_and_what_is_to_be_fetched_is_not_in_the_ledger() {
        for (Direction direction : Direction.values()) {
            add(changes -> changes.accepted(environment, direction, TargetId.of(endpoint), NOON));
            add(changes ->
                    changes.accepted(
                            environment,
                            direction,
                            new TargetId(new Uuid7(() -> NOON).next()),
                            NOON));
        }
        ReadCounts counts = new ReadCounts(jdbi, () -> NOON.plusSeconds(30));
        assertEachHasTwo(counts);
        assertThat(new Ledger(jdbi).read(environment).accepted()).isEqualTo(4);

        assertThat(new FoldCounts(jdbi).fold()).isEqualTo(6);

        assertEachHasTwo(counts);
        assertThat(new Ledger(jdbi).read(environment).accepted()).isEqualTo(4);
    }

    private void assertEachHasTwo(ReadCounts counts) {
        for (Direction direction : Direction.values()) {
            assertThat(counts.total(environment, direction, null, Window.HOUR).get(Count.ACCEPTED))
                    .isEqualTo(2);
            assertThat(
                            counts.total(environment, direction, TargetId.of(endpoint), Window.HOUR)
                                    .get(Count.ACCEPTED))
                    .as("an endpoint has one sum, whichever way its messages went")
                    .isEqualTo(3);
            assertThat(
                            counts.total(
                                            environment,
                                            direction,
                                            new TargetId(CountBucket.all(direction)),
                                            Window.HOUR)
                                    .get(Count.ACCEPTED))
                    .as("no id of an endpoint stands for all")
                    .isZero();
        }
    }

    @Test
    void no_change_is_lost_or_counted_twice_when_many_write_and_many_fold() throws Exception {
        List<EndpointId> endpoints =
                Stream.generate(() -> new EndpointId(UUID.randomUUID())).limit(3).toList();
        int writers = 4;
        AtomicBoolean written = new AtomicBoolean();
        List<Map<String, Long>> expected = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Map<String, Long>>> writing = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                writing.add(threads.submit(writer(new Random(writer), endpoints)));
            }
            List<Future<?>> folding = new ArrayList<>();
            for (int folder = 0; folder < 3; folder++) {
                FoldCounts fold = new FoldCounts(jdbi, 5 + 40 * folder);
                folding.add(
                        threads.submit(() -> {
                            while (!written.get()) {
                                fold.step();
                            }
                        }));
            }
            for (Future<Map<String, Long>> each : writing) {
                expected.add(each.get());
            }
            written.set(true);
            for (Future<?> each : folding) {
                each.get();
            }
        }
        while (new FoldCounts(jdbi).fold() > 0) {
            // Until nothing is left.
        }

        Map<String, Long> sums = new TreeMap<>();
        expected.forEach(part -> part.forEach((bucket, n) -> sums.merge(bucket, n, Long::sum)));
        assertThat(acceptedBy("message_count_minute", "HH24:MI")).isEqualTo(sums);
        Map<String, Long> hours = new TreeMap<>();
        sums.forEach(
                (bucket, n) -> hours.merge(bucket.replaceFirst("\\d\\d$", "00"), n, Long::sum));
        assertThat(acceptedBy("message_count_hour", "HH24:MI")).isEqualTo(hours);
        long all = sums.values().stream().mapToLong(n -> n).sum();
        assertThat(new Ledger(jdbi).read().accepted()).isEqualTo(all).isPositive();
    }

    /**
     * Adds changes in transactions, some of which are rolled back; what was committed, by bucket.
     */
    private Callable<Map<String, Long>> writer(Random random, List<EndpointId> endpoints) {
        return () -> {
            Map<String, Long> committed = new TreeMap<>();
            for (int i = 0; i < 150; i++) {
                Map<String, Long> transaction = new TreeMap<>();
                CountChanges changes = new CountChanges();
                for (int change = random.nextInt(1, 6); change > 0; change--) {
                    EndpointId of = endpoints.get(random.nextInt(endpoints.size()));
                    Instant at = NOON.plusSeconds(random.nextInt(7_200));
                    changes.accepted(environment, Direction.OUTBOUND, TargetId.of(of), at);
                    transaction.merge(
                            of.value()
                                    + " "
                                    + at.truncatedTo(ChronoUnit.MINUTES)
                                            .toString()
                                            .substring(11, 16),
                            1L,
                            Long::sum);
                }
                boolean commits = random.nextInt(5) > 0;
                jdbi.useTransaction(handle -> {
                    changes.write(handle);
                    if (!commits) {
                        handle.rollback();
                    }
                });
                if (commits) {
                    transaction.forEach((bucket, n) -> committed.merge(bucket, n, Long::sum));
                }
            }
            return committed;
        };
    }

    private Consumer<CountChanges> accepted(Instant at) {
        return changes ->
                changes.accepted(environment, Direction.OUTBOUND, TargetId.of(endpoint), at);
    }

    private Consumer<CountChanges> accepted(Instant at, Counted becomes) {
        return accepted(at).andThen(moved(at, Counted.QUEUED, becomes));
    }

    private Consumer<CountChanges> moved(Instant at, Counted was, Counted becomes) {
        return changes ->
                changes.moved(
                        environment, Direction.OUTBOUND, TargetId.of(endpoint), at, was, becomes);
    }

    private Consumer<CountChanges> answered(Instant at, int status, int latencyMs) {
        return changes ->
                changes.attempt(
                        environment,
                        Direction.OUTBOUND,
                        TargetId.of(endpoint),
                        at,
                        1,
                        status,
                        latencyMs);
    }

    private static void add(Consumer<CountChanges> counts) {
        CountChanges changes = new CountChanges();
        counts.accept(changes);
        jdbi.useTransaction(changes::write);
    }

    private static int unfolded() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM message_count_change")
                        .mapTo(Integer.class)
                        .one());
    }

    private static Map<String, Long> acceptedBy(String table, String time) {
        Map<String, Long> sums = new TreeMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(
                                "SELECT endpoint_id || ' ' || to_char(bucket AT TIME ZONE 'UTC', '"
                                        + time
                                        + "'), accepted FROM "
                                        + table
                                        + " WHERE endpoint_id <> '"
                                        + ALL
                                        + "'")
                        .map((row, _) -> sums.put(row.getString(1), row.getLong(2)))
                        .list());
        return sums;
    }

    private List<String> sums(String table, UUID of) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT format('%%s %%s accepted %%s succeeded %%s failed %%s deleted %%s retrying %%s answered in %%s',
                                              to_char(bucket AT TIME ZONE 'UTC', 'HH24:MI'), accepted, succeeded,
                                              failed, deleted, retrying, answered_2xx + answered_4xx, latency_ms)
                                  FROM %s
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :of
                                 ORDER BY bucket
                                """
                                        .formatted(table))
                        .bind("environment", environment.value())
                        .bind("of", of)
                        .mapTo(String.class)
                        .list());
    }

    private List<String> latencies(String table, UUID of) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT latencies::text
                                  FROM %s
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :of
                                 ORDER BY bucket
                                """
                                        .formatted(table))
                        .bind("environment", environment.value())
                        .bind("of", of)
                        .mapTo(String.class)
                        .list());
    }
}
