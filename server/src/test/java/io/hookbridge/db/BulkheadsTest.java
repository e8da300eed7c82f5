package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.db.Placement.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What is written for several servers of one database. */
@Tag("unit")
class BulkheadsTest {

    private static final EnvironmentId HERE = new EnvironmentId(new UUID(1, 1));
    private static final EnvironmentId THERE = new EnvironmentId(new UUID(2, 2));
    private static final EnvironmentId SOMEWHERE = new EnvironmentId(new UUID(3, 3));

    private static final Server ONE = new Server(1, "one:5432");
    private static final Server TWO = new Server(2, "two:5432");

    private final List<EnvironmentId> written = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nanos = new AtomicLong();
    private final Map<EnvironmentId, Server> servers =
            Map.of(HERE, ONE, THERE, TWO, SOMEWHERE, Placement.ANY);
    private volatile Consumer<List<EnvironmentId>> write = written::addAll;

    private final Bulkheads<EnvironmentId> bulkheads =
            bulkheads(environment -> CompletableFuture.completedFuture(servers.get(environment)));

    @AfterEach
    void close() {
        bulkheads.close();
    }

    @Test
    void a_server_that_stands_still_holds_up_nothing_that_lies_elsewhere() throws Exception {
        CountDownLatch stands = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        write =
                items -> {
                    if (items.contains(HERE)) {
                        stands.countDown();
                        uninterruptibly(goesOn);
                    }
                    written.addAll(items);
                };
        CompletableFuture<Void> waiting = bulkheads.submit(HERE);
        stands.await();

        try {
            bulkheads.commit(THERE);
            bulkheads.commit(SOMEWHERE);

            assertThat(waiting).isNotDone();
            assertThat(written).containsExactly(THERE, SOMEWHERE);
        } finally {
            goesOn.countDown();
        }
        waiting.join();
        assertThat(written).contains(HERE);
    }

    @Test
    void a_server_that_did_not_answer_is_asked_again_after_pauses_that_double() {
        Consumer<List<EnvironmentId>> answers = write;
        write = failsAfter(Duration.ofSeconds(10), new SQLException("timed out", "08006"));
        refused(HERE, "failed on purpose");

        refused(HERE, "the server one:5432 of the database does not answer");
        pass(Duration.ofMillis(999));
        refused(HERE, "the server one:5432 of the database does not answer");
        pass(Duration.ofMillis(1));
        refused(HERE, "failed on purpose");
        pass(Duration.ofMillis(1_999));
        refused(HERE, "the server one:5432 of the database does not answer");
        for (int again = 0; again < 6; again++) {
            pass(Duration.ofSeconds(30));
            refused(HERE, "failed on purpose");
        }
        pass(Duration.ofSeconds(30));
        write = answers;
        bulkheads.commit(HERE);
        bulkheads.commit(HERE);

        assertThat(written).containsExactly(HERE, HERE);
        write = failsAfter(Duration.ofSeconds(10), new SQLException("timed out", "08006"));
        refused(HERE, "failed on purpose");
        pass(Duration.ofSeconds(1));
        refused(HERE, "failed on purpose");
    }

    @Test
    void what_is_refused_unasked_is_an_outage_to_whoever_waits() {
        write = failsAfter(Duration.ofSeconds(10), new SQLException("timed out", "08006"));
        refused(HERE, "failed on purpose");

        assertThatThrownBy(() -> bulkheads.commit(HERE))
                .isInstanceOf(UnansweredException.class)
                .matches(Database::isOutage)
                .matches(failure -> !Database.isElsewhere(failure));
    }

    @Test
    void what_the_coordinator_says_of_a_server_is_not_said_again_of_each_message() {
        write =
                failsAfter(
                        Duration.ofSeconds(2),
                        new PSQLException(new ServerErrorMessage("SERROR\0C08006\0Mno answer\0")));
        refused(HERE, "failed on purpose");

        assertThatThrownBy(() -> bulkheads.commit(HERE))
                .matches(Database::isOutage)
                .matches(failure -> !Database.isElsewhere(failure));
    }

    @Test
    void other_servers_are_asked_meanwhile() {
        write =
                items -> {
                    if (items.contains(HERE)) {
                        failsAfter(Duration.ofSeconds(10), new SQLException("lost", "08006"))
                                .accept(items);
                    }
                    written.addAll(items);
                };
        refused(HERE, "failed on purpose");

        bulkheads.commit(THERE);

        assertThat(written).containsExactly(THERE);
    }

    @Test
    void what_fails_at_once_or_for_another_reason_is_tried_each_time() {
        for (Consumer<List<EnvironmentId>> fails :
                List.of(
                        failsAfter(Duration.ofMillis(999), new SQLException("gone", "08006")),
                        failsAfter(Duration.ofSeconds(10), new SQLException("wrong", "22023")),
                        failsAfter(
                                Duration.ofSeconds(2),
                                new SQLTransientConnectionException("no connection is free")))) {
            write = fails;
            refused(HERE, "failed on purpose");
            refused(HERE, "failed on purpose");
        }
    }

    @Test
    void a_database_that_is_one_server_is_tried_each_time() {
        write = failsAfter(Duration.ofSeconds(10), new SQLException("timed out", "08006"));

        refused(SOMEWHERE, "failed on purpose");
        refused(SOMEWHERE, "failed on purpose");
    }

    @Test
    void a_place_that_is_asked_for_is_waited_for_by_nobody_else() {
        CompletableFuture<Server> asked = new CompletableFuture<>();
        try (Bulkheads<EnvironmentId> some = askingFor(HERE, asked)) {
            CompletableFuture<Void> waiting = some.submit(HERE);
            some.commit(THERE);
            assertThat(waiting).isNotDone();

            asked.complete(ONE);
            waiting.join();
        }
        assertThat(written).containsExactly(THERE, HERE);
    }

    @Test
    void what_waits_for_its_place_is_written_in_its_order() {
        CompletableFuture<Server> asked = new CompletableFuture<>();
        List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
        try (Bulkheads<Integer> some = bulkheads(_ -> asked, _ -> HERE, numbers::addAll)) {
            List<CompletableFuture<Void>> all =
                    IntStream.range(0, 50)
                            .mapToObj(number -> {
                                if (number == 40) {
                                    asked.complete(ONE);
                                }
                                return some.submit(number);
                            })
                            .toList();
            all.forEach(CompletableFuture::join);
        }
        assertThat(numbers).hasSize(50).isSorted();
    }

    @Test
    void what_fails_tells_why_also_where_its_place_was_asked_for() {
        CompletableFuture<Server> asked = new CompletableFuture<>();
        DoubtException doubt = new DoubtException(new SQLException(), new CompletableFuture<>());
        write =
                _ -> {
                    throw doubt;
                };
        try (Bulkheads<EnvironmentId> some = askingFor(HERE, asked)) {
            CompletableFuture<Void> waiting = some.submit(HERE);
            asked.complete(ONE);

            assertThatThrownBy(waiting::get).cause().isSameAs(doubt);
        }
    }

    /** The place of one is not known yet. */
    private Bulkheads<EnvironmentId> askingFor(
            EnvironmentId unknown, CompletableFuture<Server> asked) {
        return bulkheads(environment ->
                environment.equals(unknown) ? asked : CompletableFuture.completedFuture(TWO));
    }

    private Bulkheads<EnvironmentId> bulkheads(
            Function<EnvironmentId, CompletableFuture<Server>> placement) {
        return bulkheads(placement, environment -> environment, items -> write.accept(items));
    }

    private <T> Bulkheads<T> bulkheads(
            Function<EnvironmentId, CompletableFuture<Server>> placement,
            Function<T, EnvironmentId> environment,
            Consumer<List<T>> to) {
        return new Bulkheads<>(
                placement,
                environment,
                nanos::get,
                to,
                toOne ->
                        new GroupCommit<>(
                                "test",
                                100,
                                GroupCommit.Gathering.SHORT,
                                new SimpleMeterRegistry(),
                                toOne));
    }

    @Test
    void servers_beyond_the_fourth_share_and_are_named_together() {
        List<EnvironmentId> each =
                LongStream.rangeClosed(1, 5)
                        .mapToObj(number -> new EnvironmentId(new UUID(number, 1)))
                        .toList();
        try (Bulkheads<EnvironmentId> many =
                bulkheads(environment ->
                        CompletableFuture.completedFuture(
                                numbered(environment.value().getMostSignificantBits())))) {
            each.subList(0, 4).forEach(many::commit);
            write = failsAfter(Duration.ofSeconds(10), new SQLException("timed out", "08006"));
            assertThatThrownBy(() -> many.commit(each.getFirst())).hasMessage("failed on purpose");

            assertThatThrownBy(() -> many.commit(each.getLast()))
                    .hasMessage("the server w1 or w5 of the database does not answer");
        }
    }

    private static Server numbered(long number) {
        return new Server((int) number, "w" + number);
    }

    @Test
    void a_server_that_takes_the_place_of_another_is_no_fifth() {
        Map<EnvironmentId, Server> places = new ConcurrentHashMap<>();
        for (int number = 1; number <= 4; number++) {
            places.put(new EnvironmentId(new UUID(number, 1)), numbered(number));
        }
        EnvironmentId last = new EnvironmentId(new UUID(4, 1));
        try (Bulkheads<EnvironmentId> four =
                bulkheads(environment ->
                        CompletableFuture.completedFuture(places.get(environment)))) {
            places.keySet().forEach(four::commit);
            places.put(last, new Server(4, "standby"));
            four.commit(last);
            write = failsAfter(Duration.ofSeconds(10), new SQLException("timed out", "08006"));
            assertThatThrownBy(() -> four.commit(last)).hasMessage("failed on purpose");

            assertThatThrownBy(() -> four.commit(last))
                    .hasMessage("the server standby of the database does not answer");
        }
    }

    @Test
    void nothing_is_taken_after_the_end() {
        bulkheads.commit(HERE);
        bulkheads.close();

        refused(HERE, "no more writes are taken");
        refused(THERE, "no more writes are taken");
    }

    private Consumer<List<EnvironmentId>> failsAfter(Duration time, SQLException cause) {
        return _ -> {
            pass(time);
            throw new IllegalArgumentException("failed on purpose", cause);
        };
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void refused(EnvironmentId environment, String words) {
        assertThatThrownBy(() -> bulkheads.commit(environment)).hasMessage(words);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
