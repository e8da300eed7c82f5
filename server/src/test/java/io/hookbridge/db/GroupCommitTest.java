package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Patience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

@Tag("unit")
class GroupCommitTest {

    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());

    @Test
    void what_gathers_during_a_commit_becomes_one_batch() throws Exception {
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        CountDownLatch firstBegun = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                GroupCommit<Integer> commits =
                        new GroupCommit<>(
                                "test",
                                100,
                                GroupCommit.Gathering.SHORT,
                                new SimpleMeterRegistry(),
                                items -> {
                                    batches.add(items);
                                    if (firstBegun.getCount() > 0) {
                                        firstBegun.countDown();
                                        uninterruptibly(firstMayEnd);
                                    }
                                })) {
            CompletableFuture<Void> first =
                    CompletableFuture.runAsync(() -> commits.commit(0), callers);
            firstBegun.await();
            List<CompletableFuture<Void>> others =
                    IntStream.rangeClosed(1, 20)
                            .mapToObj(item ->
                                    CompletableFuture.runAsync(() -> commits.commit(item), callers))
                            .toList();
            while (commits.waiting() < 20) {
                Thread.onSpinWait();
            }
            assertThat(others).noneMatch(CompletableFuture::isDone);
            firstMayEnd.countDown();
            first.join();
            others.forEach(CompletableFuture::join);
        }

        assertThat(batches).hasSize(2);
        assertThat(batches.get(1)).containsExactlyInAnyOrderElementsOf(range(1, 20));
    }

    @Test
    void a_transaction_takes_no_more_than_it_may_and_one_item() throws Exception {
        int half = (int) (GroupCommit.MOST_BYTES / 2);
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        CountDownLatch firstBegun = new CountDownLatch(1);
        try (GroupCommit<Integer> commits =
                new GroupCommit<>(
                        "test",
                        100,
                        bytes -> bytes,
                        GroupCommit.Gathering.allOf(Duration.ZERO),
                        new SimpleMeterRegistry(),
                        items -> {
                            batches.add(items);
                            firstBegun.countDown();
                            uninterruptibly(firstMayEnd);
                        })) {
            CompletableFuture<Void> first = commits.submit(1);
            firstBegun.await();
            List<Integer> items = List.of(half, half - 1, half, 1, 3 * half, 2);
            List<CompletableFuture<Void>> written = items.stream().map(commits::submit).toList();
            firstMayEnd.countDown();
            first.join();
            written.forEach(CompletableFuture::join);
        }

        assertThat(batches)
                .containsExactly(
                        List.of(1),
                        List.of(half, half - 1, half),
                        List.of(1, 3 * half),
                        List.of(2));
    }

    @Test
    void a_transaction_takes_items_of_one_group_only() throws Exception {
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        CountDownLatch firstBegun = new CountDownLatch(1);
        try (GroupCommit<Integer> commits =
                new GroupCommit<>(
                        "test",
                        100,
                        _ -> 0,
                        item -> item / 10,
                        GroupCommit.Gathering.allOf(Duration.ZERO),
                        new SimpleMeterRegistry(),
                        items -> {
                            batches.add(items);
                            firstBegun.countDown();
                            uninterruptibly(firstMayEnd);
                        })) {
            CompletableFuture<Void> first = commits.submit(1);
            firstBegun.await();
            List<CompletableFuture<Void>> written =
                    IntStream.of(2, 3, 11, 12, 4, 13).mapToObj(commits::submit).toList();
            firstMayEnd.countDown();
            first.join();
            written.forEach(CompletableFuture::join);
        }

        assertThat(batches)
                .containsExactly(
                        List.of(1), List.of(2, 3), List.of(11, 12), List.of(4), List.of(13));
    }

    @Test
    void a_bad_item_fails_alone() {
        try (GroupCommit<Integer> commits =
                        new GroupCommit<>(
                                "test",
                                10,
                                GroupCommit.Gathering.SHORT,
                                new SimpleMeterRegistry(),
                                items -> {
                                    if (items.contains(13)) {
                                        throw new IllegalArgumentException("13 cannot be written");
                                    }
                                    batches.add(items);
                                });
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> written =
                    range(10, 19).stream()
                            .map(item ->
                                    CompletableFuture.runAsync(() -> commits.commit(item), callers))
                            .toList();
            assertThatThrownBy(() -> written.get(3).join())
                    .hasCauseInstanceOf(IllegalArgumentException.class);
            for (int item = 0; item < 10; item++) {
                if (item != 3) {
                    written.get(item).join();
                }
            }
        }

        assertThat(batches.stream().flatMap(List::stream)).hasSize(9).doesNotContain(13);
    }

    @Test
    void an_error_fails_its_batch_and_ends_nothing_else() {
        try (GroupCommit<Integer> commits =
                new GroupCommit<>(
                        "test",
                        10,
                        GroupCommit.Gathering.SHORT,
                        new SimpleMeterRegistry(),
                        items -> {
                            if (items.contains(13)) {
                                throw new NoClassDefFoundError("expected by the test");
                            }
                            batches.add(items);
                        })) {
            assertThatThrownBy(() -> commits.commit(13))
                    .hasCauseInstanceOf(NoClassDefFoundError.class);
            commits.commit(14);
        }

        assertThat(batches).containsExactly(List.of(14));
    }

    @Test
    void an_outage_fails_the_whole_batch_without_trying_each_item() {
        try (GroupCommit<Integer> commits =
                new GroupCommit<>(
                        "test",
                        10,
                        GroupCommit.Gathering.SHORT,
                        new SimpleMeterRegistry(),
                        items -> {
                            batches.add(items);
                            throw new IllegalStateException(new SQLTransientConnectionException());
                        })) {
            assertThatThrownBy(() -> commits.commit(1)).isInstanceOf(IllegalStateException.class);
        }

        assertThat(batches).hasSize(1);
    }

    @Test
    void one_server_of_several_that_is_away_fails_only_what_lies_there() throws Exception {
        CountDownLatch gathered = new CountDownLatch(1);
        try (GroupCommit<Integer> commits =
                new GroupCommit<>(
                        "test",
                        10,
                        GroupCommit.Gathering.SHORT,
                        new SimpleMeterRegistry(),
                        items -> {
                            uninterruptibly(gathered);
                            batches.add(items);
                            if (items.contains(2)) {
                                throw new IllegalStateException(
                                        new PSQLException(
                                                new ServerErrorMessage(
                                                        "SERROR\0C08006\0Mconnection to the remote node failed\0")));
                            }
                        })) {
            CompletableFuture<Void> first = commits.submit(1);
            CompletableFuture<Void> away = commits.submit(2);
            CompletableFuture<Void> well = commits.submit(3);
            gathered.countDown();

            first.get(10, TimeUnit.SECONDS);
            well.get(10, TimeUnit.SECONDS);
            assertThat(away).failsWithin(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void closing_writes_what_waits_and_then_takes_nothing_more() {
        GroupCommit<Integer> commits =
                new GroupCommit<>(
                        "test",
                        10,
                        GroupCommit.Gathering.SHORT,
                        new SimpleMeterRegistry(),
                        batches::add);
        commits.commit(1);
        commits.close();

        assertThatThrownBy(() -> commits.commit(2)).isInstanceOf(IllegalStateException.class);
        assertThat(batches).containsExactly(List.of(1));
    }

    @Test
    void who_comes_while_it_closes_is_written_or_refused() throws Exception {
        AtomicInteger written = new AtomicInteger();
        AtomicInteger confirmed = new AtomicInteger();
        for (int round = 0; round < 50; round++) {
            GroupCommit<Integer> commits =
                    new GroupCommit<>(
                            "test",
                            10,
                            GroupCommit.Gathering.allOf(Duration.ZERO),
                            new SimpleMeterRegistry(),
                            items -> written.addAndGet(items.size()));
            CountDownLatch first = new CountDownLatch(1);
            Thread caller =
                    Thread.startVirtualThread(() -> {
                        try {
                            while (true) {
                                commits.commit(1);
                                confirmed.incrementAndGet();
                                first.countDown();
                            }
                        } catch (IllegalStateException refused) {
                            // The end of this caller.
                        }
                    });
            first.await();
            commits.close();

            assertThat(caller.join(Patience.LONGEST)).as("the caller was answered").isTrue();
        }
        assertThat(confirmed.get()).isEqualTo(written.get());
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
