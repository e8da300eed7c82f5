package io.hookbridge.db.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Patience;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Words by their first letters, as a table would hold them. */
@Tag("unit")
class VersionedCacheTest {

    private final AtomicLong nanos = new AtomicLong(1);
    private final Map<String, String> table =
            new ConcurrentHashMap<>(Map.of("a", "apple", "b", "bean"));
    private final Map<Subject, Long> changed = new HashMap<>();
    private final List<String> reads = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean away;

    private final ChangeWatch watch =
            new ChangeWatch(_ -> new ChangeStore.Changed(1, Map.copyOf(changed)), nanos::get, 1000);
    private final VersionedCache<String, String> words =
            new VersionedCache<>(watch, (letter, _) -> subject(letter));

    private static Subject subject(String letter) {
        return new Subject("letter", new UUID(0, letter.charAt(0)));
    }

    private Optional<String> read(String letter) {
        reads.add(letter);
        if (away) {
            throw new IllegalStateException("the database is away");
        }
        return Optional.ofNullable(table.get(letter));
    }

    /** As another node does it. */
    private void change(String letter, String word) {
        table.put(letter, word);
        changed.merge(subject(letter), 1L, Long::sum);
    }

    private Optional<String> find(String letter) {
        return words.find(letter, this::read);
    }

    @BeforeEach
    void look() {
        watch.look();
    }

    @Test
    void what_was_read_is_answered_from_memory_until_its_subject_changes() {
        find("a");
        find("b");
        assertThat(find("a")).contains("apple");
        assertThat(reads).containsExactly("a", "b");

        change("a", "acorn");
        assertThat(find("a")).contains("apple");
        watch.look();

        assertThat(find("a")).contains("acorn");
        assertThat(find("a")).contains("acorn");
        assertThat(find("b")).contains("bean");
        assertThat(reads).containsExactly("a", "b", "a");
    }

    @Test
    void of_many_only_those_are_read_that_are_not_known_and_all_at_once() {
        List<Set<String>> questions = new ArrayList<>();
        Function<Set<String>, Map<String, String>> readAll =
                letters -> {
                    questions.add(Set.copyOf(letters));
                    Map<String, String> read = new HashMap<>(table);
                    read.keySet().retainAll(letters);
                    return read;
                };
        find("a");

        assertThat(words.findAll(List.of("a", "b", "c"), readAll))
                .isEqualTo(Map.of("a", "apple", "b", "bean"));
        assertThat(words.findAll(List.of("a", "b"), readAll)).hasSize(2);
        assertThat(questions).containsExactly(Set.of("b", "c"));

        change("b", "beet");
        watch.look();
        assertThat(words.findAll(List.of("a", "b"), readAll)).containsEntry("b", "beet");
        assertThat(questions).endsWith(Set.of("b"));
        assertThat(reads).containsExactly("a");
    }

    @Test
    void a_change_during_a_reading_is_not_missed() {
        words.find(
                "a",
                letter -> {
                    Optional<String> read = read(letter);
                    change("a", "acorn");
                    watch.look();
                    return read;
                });

        assertThat(find("a")).contains("acorn");
    }

    @Test
    void while_the_database_is_away_nothing_is_answered_that_may_have_changed() {
        assertThat(find("a")).contains("apple");
        away = true;

        nanos.addAndGet(ChangeWatch.TRUSTED.toNanos());
        assertThat(find("a")).contains("apple");

        nanos.addAndGet(1);
        assertThatThrownBy(() -> find("a")).hasMessageContaining("away");
        assertThat(ChangeWatch.TRUSTED).isLessThan(Duration.ofSeconds(1));

        away = false;
        watch.look();
        assertThat(find("a")).contains("apple");
        assertThat(reads).as("it had not changed").containsExactly("a", "a");
    }

    @Test
    void before_a_look_and_long_after_one_everything_is_read_each_time() {
        nanos.addAndGet(ChangeWatch.TRUSTED.toNanos() + 1);

        find("a");
        find("a");
        watch.look();
        find("a");

        assertThat(reads).containsExactly("a", "a", "a");
        assertThat(words.knew("a")).isTrue();
    }

    @Test
    void of_many_that_ask_for_one_key_one_reads() throws InterruptedException {
        Held reading = new Held();
        List<Thread> callers = new ArrayList<>();
        Queue<Optional<String>> answers = new ConcurrentLinkedQueue<>();
        for (int n = 0; n < 64; n++) {
            callers.add(Thread.ofPlatform().start(() -> answers.add(words.find("a", reading))));
        }
        Patience.until(
                "all wait",
                () -> callers.stream().allMatch(t -> t.getState() == Thread.State.WAITING));

        reading.mayEnd.countDown();

        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(reads).containsExactly("a");
        assertThat(answers).hasSize(64).containsOnly(Optional.of("apple"));
    }

    @Test
    void all_that_wait_get_the_failure_and_who_asks_next_reads_again() {
        Held reading = new Held();
        away = true;
        CompletableFuture<Optional<String>> first =
                CompletableFuture.supplyAsync(() -> words.find("a", reading), threads);
        reading.begun();
        CompletableFuture<Optional<String>> second =
                CompletableFuture.supplyAsync(() -> find("a"), threads);

        reading.mayEnd.countDown();

        assertThatThrownBy(first::join).hasMessageContaining("away");
        assertThatThrownBy(second::join).hasMessageContaining("away");
        away = false;
        assertThat(find("a")).contains("apple");
    }

    @Test
    void nobody_waits_for_what_was_asked_long_before() {
        Held reading = new Held();
        CompletableFuture<Optional<String>> first =
                CompletableFuture.supplyAsync(() -> words.find("a", reading), threads);
        reading.begun();
        change("a", "acorn");
        nanos.addAndGet(ChangeWatch.TRUSTED.toNanos() + 1);
        watch.look();

        assertThat(find("a")).contains("acorn");

        reading.mayEnd.countDown();
        assertThat(first.join()).contains("apple");
        assertThat(find("a")).as("the younger answer").contains("acorn");
    }

    @Test
    void nobody_waits_for_what_was_asked_before_this_node_changed_it() {
        Held reading = new Held();
        CompletableFuture<Optional<String>> first =
                CompletableFuture.supplyAsync(() -> words.find("a", reading), threads);
        reading.begun();
        table.put("a", "acorn");
        words.forget("a");

        assertThat(find("a")).contains("acorn");

        reading.mayEnd.countDown();
        assertThat(first.join()).contains("apple");
        assertThat(find("a")).as("the younger answer").contains("acorn");
    }

    @Test
    void what_this_node_changes_while_many_are_read_is_read_again() {
        words.findAll(
                List.of("a", "b"),
                letters -> {
                    Map<String, String> read = Map.copyOf(table);
                    table.put("a", "acorn");
                    words.forget("a");
                    return read;
                });

        assertThat(find("a")).contains("acorn");
        assertThat(find("b")).contains("bean");
        assertThat(reads).as("the other stays").containsExactly("a");
    }

    @Test
    void who_asks_for_many_reads_none_that_somebody_is_reading() {
        Held reading = new Held();
        CompletableFuture<Optional<String>> first =
                CompletableFuture.supplyAsync(() -> words.find("a", reading), threads);
        reading.begun();
        List<Set<String>> questions = new CopyOnWriteArrayList<>();
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Map<String, String>> many =
                CompletableFuture.supplyAsync(
                        () ->
                                words.findAll(
                                        List.of("a", "b"),
                                        letters -> {
                                            questions.add(Set.copyOf(letters));
                                            asked.countDown();
                                            return Map.of("b", "bean");
                                        }),
                        threads);
        Held.await(asked);

        reading.mayEnd.countDown();

        assertThat(first.join()).contains("apple");
        assertThat(many.join()).isEqualTo(Map.of("a", "apple", "b", "bean"));
        assertThat(questions).containsExactly(Set.of("b"));
        assertThat(reads).containsExactly("a");
    }

    /** A reading that has its answer and keeps it until it may end. */
    private final class Held implements Function<String, Optional<String>> {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        @Override
        public Optional<String> apply(String letter) {
            try {
                return read(letter);
            } finally {
                begun.countDown();
                await(mayEnd);
            }
        }

        void begun() {
            await(begun);
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    @Test
    void what_is_not_there_is_not_remembered() {
        assertThat(find("c")).isEmpty();
        table.put("c", "cherry");

        assertThat(find("c")).contains("cherry");

        table.remove("c");
        changed.put(subject("c"), 1L);
        watch.look();
        assertThat(find("c")).isEmpty();
        assertThat(words.knew("c")).isFalse();
    }

    @Test
    void what_this_node_changes_is_read_again_at_once() {
        find("a");
        table.put("a", "acorn");

        words.forget("a");

        assertThat(words.knew("a")).isFalse();
        assertThat(find("a")).contains("acorn");
    }
}
