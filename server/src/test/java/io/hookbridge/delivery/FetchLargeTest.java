package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.hookbridge.message.LivingNode;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.NodeWrites;
import io.hookbridge.message.cold.NoStorage;
import io.hookbridge.outbound.endpoint.EndpointTrial;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A tenant has many large messages due, and there is memory for a few. */
@Tag("database")
class FetchLargeTest {

    private static final int MIB = 1024 * 1024;
    private static final long MOST_BYTES = 5L * MIB;
    private static final int LARGE = 15;

    private final EndpointTrial trial = new EndpointTrial();
    private final MessageRows rows =
            new MessageRows(trial.jdbi, trial.caller.tenant(), trial.caller.environment().id());
    private final MessageRows others = MessageRows.ofStranger(trial.jdbi);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Starting starting = new Starting();
    private final OwnLoop loop = new OwnLoop();
    private final Lanes lanes =
            new Lanes(trial.targets::ask, _ -> loop, starting, timer, trial.nanos::get, MOST_BYTES);
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
                            NoStorage.payloads(), lanes, giveBacks, () -> {}, trial.nanos::get),
                    trial.targets,
                    () -> true,
                    trial.nanos::get);
    private final List<EndpointId> endpoints =
            List.of(rows.endpoint(), rows.endpoint(), rows.endpoint());
    private final EndpointId quiet = others.endpoint();

    @BeforeEach
    void many_large_messages_are_due() {
        String large = "\"" + "x".repeat(MIB - 2) + "\"";
        for (int n = 0; n < LARGE; n++) {
            rows.message(endpoints.get(n % endpoints.size())).payload(large).queued();
        }
        trial.changes.look();
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        giveBacks.close();
        trial.close();
    }

    @Test
    void all_are_delivered_and_never_is_more_in_memory_than_there_is_room_for_and_one() {
        Set<MessageId> delivered = new HashSet<>();
        fetchAll();
        while (!starting.underWay.isEmpty()) {
            HeldMessage message = starting.underWay.remove();
            delivered.add(message.id());
            lanes.finished(lane(message), Lane.Ending.KEPT_UP);
            starting.refill = false;
            lanes.done(lane(message), message);
            assertThat(starting.refill || delivered.size() > LARGE - 5).isTrue();
            fetchAll();
        }

        assertThat(delivered).hasSize(LARGE);
        assertThat(lanes.memory().held()).isZero();
    }

    private Lane lane(HeldMessage message) {
        return lanes.known(message.target()).orElseThrow();
    }

    private void fetchAll() {
        boolean more = true;
        while (more) {
            more = fetch.fetch();
            assertThat(lanes.memory().held()).isLessThanOrEqualTo(MOST_BYTES + MIB);
        }
    }

    @Test
    void who_fills_the_memory_and_is_not_answered_delays_nobody_else() {
        fetchAll();
        int flood = starting.underWay.size();
        assertThat(flood).isBetween(1, 4);
        MessageId due = others.message(quiet).queued();

        fetch.due(TargetId.of(quiet));
        fetch.fetch();

        assertThat(starting.underWay).hasSize(flood + 1);
        assertThat(starting.underWay).extracting(HeldMessage::id).contains(due);
    }

    @Test
    void one_claim_takes_turns_between_environments_and_then_between_targets() {
        List<MessageId> small =
                List.of(others.message(quiet).queued(), others.message(quiet).queued());
        Map<TargetId, Integer> wanted = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> wanted.put(TargetId.of(endpoint), 10));
        wanted.put(TargetId.of(quiet), 10);

        HolderStore.Claimed claimed =
                holders.claim(node, wanted, 2 * MIB + 4096, Instant.now(), _ -> {});

        assertThat(claimed.messages())
                .extracting(HeldMessage::target)
                .containsExactlyInAnyOrder(
                        TargetId.of(endpoints.get(0)),
                        TargetId.of(endpoints.get(1)),
                        TargetId.of(quiet),
                        TargetId.of(quiet));
        assertThat(claimed.messages()).extracting(HeldMessage::id).containsAll(small);
        assertThat(claimed.leftOver())
                .containsExactlyInAnyOrderElementsOf(endpoints.stream().map(TargetId::of).toList());
    }

    @Test
    void a_message_comes_however_large_and_none_where_nothing_is_free() {
        Map<TargetId, Integer> wanted = Map.of(TargetId.of(endpoints.getFirst()), 10);

        assertThat(holders.claim(node, wanted, 0, Instant.now(), _ -> {}).messages()).isEmpty();
        assertThat(holders.claim(node, wanted, 1, Instant.now(), _ -> {}).messages()).hasSize(1);
    }

    /** Begins attempts that end when the test ends them. */
    private static final class Starting implements Starter {

        private final Queue<HeldMessage> underWay = new ArrayDeque<>();
        private boolean refill;

        @Override
        public void start(Lane lane, DeliveryTarget target, HeldMessage message) {
            underWay.add(message);
        }

        @Override
        public boolean mayStart() {
            return true;
        }

        @Override
        public void refill() {
            refill = true;
        }

        @Override
        public boolean isToLeave(HeldMessage message) {
            return false;
        }

        @Override
        public void giveBack(List<HeldMessage> messages) {}
    }
}
