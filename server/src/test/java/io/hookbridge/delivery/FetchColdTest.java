package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Spread;
import io.hookbridge.db.Statements;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.hookbridge.message.LivingNode;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.NodeWrites;
import io.hookbridge.message.cold.WaitingStorage;
import io.hookbridge.outbound.endpoint.EndpointTrial;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Messages are due whose payloads lie in a storage that is slow to answer. */
@Tag("database")
class FetchColdTest {

    /** What is fetched of a target that nothing is known of. */
    private static final int WANTED = 2 * AdaptiveLimit.START;

    /** How many places one environment has at the most. */
    private static final int PLACES_OF_ONE = 43;

    private static final Duration LONG_AGO = Duration.ofHours(2);
    private static final Duration LATELY = Duration.ofMinutes(1);

    private final EndpointTrial trial = new EndpointTrial();
    private final MessageRows rows =
            new MessageRows(trial.jdbi, trial.caller.tenant(), trial.caller.environment().id());
    private final MessageRows others = MessageRows.ofStranger(trial.jdbi);
    private final WaitingStorage storage = new WaitingStorage(trial.jdbi, trial.secrets);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final Queue<MessageId> begun = new ConcurrentLinkedQueue<>();
    private final Semaphore refill = new Semaphore(0);
    private final Lanes lanes =
            new Lanes(
                    trial.targets::ask,
                    _ -> loop,
                    new Starting(),
                    timer,
                    trial.nanos::get,
                    Long.MAX_VALUE / 2);
    private final UUID node = LivingNode.in(trial.jdbi);
    private final HolderStore holders = new HolderStore(new NodeWrites(trial.jdbi));
    private final HeldHere held =
            new HeldHere(
                    new DueStore(trial.jdbi, new SealedHeaders(trial.secrets)),
                    holders,
                    () -> node,
                    Instant::now,
                    trial.nanos::get);
    private final GiveBacks giveBacks =
            new GiveBacks(holders, held, () -> node, Instant::now, new SimpleMeterRegistry());
    private final FetchDue fetch =
            new FetchDue(
                    held,
                    giveBacks,
                    lanes,
                    new FetchCold(
                            storage.payloads(),
                            lanes,
                            giveBacks,
                            refill::release,
                            trial.nanos::get),
                    trial.targets,
                    () -> true,
                    trial.nanos::get);
    private final EndpointId first = rows.endpoint();
    private final EndpointId second = rows.endpoint();
    private final EndpointId quiet = others.endpoint();

    @BeforeEach
    void where_payloads_get_cold() {
        trial.jdbi.useHandle(handle ->
                assumeFalse(
                        Spread.is(handle),
                        "what is spread over several servers does not get cold"));
        trial.changes.look();
    }

    @AfterEach
    void close() {
        storage.close();
        timer.shutdownNow();
        giveBacks.close();
        loop.shutdownNow();
        trial.close();
    }

    @Test
    void environments_take_turns_and_so_do_the_targets_of_each() {
        many(first, WANTED - 1);
        MessageId beside = cold(rows, second, LATELY.plusMinutes(1));
        MessageId strange = cold(others, quiet, LATELY);
        Map<TargetId, Integer> wanted = new LinkedHashMap<>();
        List.of(first, second, quiet).forEach(each -> wanted.put(TargetId.of(each), WANTED));
        List<MessageId> order = new ArrayList<>();

        held.claim(wanted, Long.MAX_VALUE, giveBacks, each -> order.add(each.message().id()));

        assertThat(order).hasSize(WANTED + 1);
        assertThat(order.subList(0, 2)).contains(strange);
        assertThat(order.subList(0, 3)).contains(beside);
    }

    @Test
    void what_is_on_its_way_counts_as_memory_until_its_lane_has_it() {
        MessageId only = cold(rows, first, LATELY);
        long before = lanes.memory().held();

        fetch.fetch();
        assertThat(lanes.memory().held()).isGreaterThan(before);
        storage.open();

        Patience.until("it has its turn", () -> begun.contains(only));
    }

    @Test
    void who_has_very_many_leaves_others_a_place_though_none_ends() {
        many(first, WANTED);
        many(second, WANTED);
        fetch.fetch();
        MessageId strange = cold(others, quiet, LATELY);

        aSecondLater();
        fetch.fetch();
        storage.open();

        Patience.until("it has its turn", () -> begun.contains(strange));
    }

    @Test
    void what_is_cold_counts_for_the_backlog() {
        for (int n = 0; n < WANTED / 2 + 4; n++) {
            rows.message(first).createdAt(Instant.now().minus(LONG_AGO)).queued();
            cold(rows, first, LONG_AGO);
        }

        fetch.fetch();

        assertThat(lane(first).isBehind()).isTrue();
    }

    @Test
    void places_that_become_free_are_filled_before_the_next_look() throws InterruptedException {
        many(first, 3 * WANTED);
        many(second, 3 * WANTED);
        fetch.fetch();

        storage.open();
        while (begun.size() < 5 * WANTED) {
            assertThat(refill.tryAcquire(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            refill.drainPermits();
            fetch.fetch();
        }
    }

    @Test
    void while_all_places_are_taken_nothing_is_taken_and_given_back_but_by_a_look() {
        many(first, 3 * WANTED);
        many(second, 3 * WANTED);
        fetch.fetch();
        untilThereRest(2 * WANTED - PLACES_OF_ONE);
        assertThat(List.of(lane(first), lane(second))).allMatch(Lane::isBehind);

        assertThat(Statements.of(trial.jdbi, () -> assertThat(fetch.fetch()).isFalse())).isZero();

        aSecondLater();
        fetch.fetch();
        untilThereRest(4 * WANTED - PLACES_OF_ONE);
    }

    @Test
    void what_is_accepted_does_not_wait_for_what_cannot_be_had() {
        many(first, 3 * WANTED);
        storage.fail();
        fetch.fetch();
        untilThereRest(WANTED);

        aSecondLater();
        fetch.fetch();

        assertThat(lane(first).isBehind()).isFalse();
        untilThereRest(2 * WANTED);
        assertThat(refill.tryAcquire()).isFalse();
    }

    private void untilThereRest(int messages) {
        Patience.until(
                "what found no place or cannot be had rests",
                () ->
                        trial.jdbi.withHandle(handle ->
                                handle.createQuery(
                                                """
                                                SELECT count(*) FROM queue
                                                 WHERE node IS NULL AND due_at > now() - interval '1 hour'
                                                """)
                                        .mapTo(Integer.class)
                                        .one()),
                resting -> resting == messages);
    }

    private void aSecondLater() {
        trial.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        trial.changes.look();
    }

    private Lane lane(EndpointId endpoint) {
        return lanes.known(TargetId.of(endpoint)).orElseThrow();
    }

    private List<MessageId> many(EndpointId endpoint, int count) {
        return IntStream.range(0, count).mapToObj(_ -> cold(rows, endpoint, LONG_AGO)).toList();
    }

    private MessageId cold(MessageRows of, EndpointId endpoint, Duration age) {
        return storage.move(of.message(endpoint).createdAt(Instant.now().minus(age)).queued());
    }

    /** Attempts end well at once. */
    private final class Starting implements Starter {

        @Override
        public void start(Lane lane, DeliveryTarget target, HeldMessage message) {
            begun.add(message.id());
            lanes.finished(lane, Lane.Ending.KEPT_UP);
            lanes.done(lane, message);
        }

        @Override
        public boolean mayStart() {
            return true;
        }

        @Override
        public void refill() {
            refill.release();
        }

        @Override
        public boolean isToLeave(HeldMessage message) {
            return false;
        }

        @Override
        public void giveBack(List<HeldMessage> messages) {}
    }
}
