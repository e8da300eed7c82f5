package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.hookbridge.message.LivingNode;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.NodeWrites;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Limits;
import io.hookbridge.net.client.TargetClient;
import io.hookbridge.outbound.endpoint.EndpointTrial;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A message whose environment has too many names looked up already: it waits in memory. */
@Tag("database")
class PutOffTest {

    private static final Limits HASTY =
            new Limits(Duration.ZERO, Patience.LONGEST, Patience.LONGEST, 2000, 500);

    private final EndpointTrial trial = new EndpointTrial();
    private final MessageRows rows =
            new MessageRows(trial.jdbi, trial.caller.tenant(), trial.caller.environment().id());
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<List<InetAddress>> silence = new CompletableFuture<>();
    private final TargetClient client =
            new TargetClient(new AddressRules(List.of()), _ -> silence, HASTY);
    private volatile UUID node = LivingNode.in(trial.jdbi);
    private final NodeWrites writes = new NodeWrites(trial.jdbi);
    private final HolderStore holders = new HolderStore(writes);
    private final HeldHere held =
            new HeldHere(
                    new DueStore(trial.jdbi, new SealedHeaders(trial.secrets)),
                    holders,
                    () -> node,
                    Instant::now,
                    trial.nanos::get);
    private final GiveBacks giveBacks =
            new GiveBacks(holders, held, () -> node, Instant::now, meters);
    private final RecordAttempts records =
            new RecordAttempts(writes, trial.nanos::get, Patience.LONGEST, meters, () -> {});
    private final Attempts attempts =
            new Attempts(
                    client,
                    "HookBridge",
                    new JudgeAttempt(
                            _ -> CompletableFuture.completedFuture(7), trial.ids, () -> 0.0),
                    records,
                    trial.targets,
                    new DeliveryMetrics(meters),
                    Instant::now,
                    trial.nanos::get,
                    held,
                    giveBacks);
    private final Lanes lanes =
            new Lanes(
                    trial.targets::ask,
                    client::loop,
                    new Starting(),
                    timer,
                    trial.nanos::get,
                    Long.MAX_VALUE);

    private final class Starting implements Starter {

        @Override
        public void start(Lane lane, DeliveryTarget target, HeldMessage message) {
            attempts.start(lanes, lane, target, message);
        }

        @Override
        public boolean mayStart() {
            return true;
        }

        @Override
        public void refill() {}

        @Override
        public boolean isToLeave(HeldMessage message) {
            return false;
        }

        @Override
        public void giveBack(List<HeldMessage> messages) {
            giveBacks.giveBack(messages);
        }
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        client.close();
        records.close();
        giveBacks.close();
        trial.close();
    }

    @Test
    void it_is_tried_again_and_until_then_nothing_is_written_and_no_attempt_counted() {
        EndpointId endpoint = trial.create("https://good.example/hook").endpoint().id();
        MessageId id = rows.message(endpoint).queued();
        takeAllLookups();
        HeldMessage message = claim(endpoint);
        String taken = row(id);

        Lane lane = lanes.lane(trial.targets.find(message.target()).orElseThrow());
        lanes.add(lane, List.of(message));

        Patience.until("it was put off", () -> postponed() > 0 && lanes.underWay() == 0);
        assertThat(lane.state().waiting()).isOne();
        assertThat(lanes.memory().held()).isEqualTo(message.bytes());
        assertThat(row(id)).isEqualTo(taken);
        assertThat(attempts(id)).isZero();

        silence.completeExceptionally(new UnknownHostException("nobody answered"));
        Patience.until("an attempt was made", () -> attempts(id) > 0);
        Patience.until("its memory is free", () -> lanes.memory().held() == 0);
    }

    @Test
    void what_has_left_this_nodes_hands_meanwhile_is_not_tried_again() {
        EndpointId endpoint = trial.create("https://good.example/hook").endpoint().id();
        rows.message(endpoint).queued();
        takeAllLookups();
        HeldMessage message = claim(endpoint);
        held.removeAll();

        Lane lane = lanes.lane(trial.targets.find(message.target()).orElseThrow());
        lanes.add(lane, List.of(message));

        Patience.until("it was put off", () -> postponed() > 0);
        Patience.until("its memory is free", () -> lanes.memory().held() == 0);
        assertThat(lane.state().waiting()).isZero();
        assertThat(lanes.underWay()).isZero();
    }

    @Test
    void what_a_former_node_of_this_server_held_is_not_tried_again() {
        EndpointId endpoint = trial.create("https://good.example/hook").endpoint().id();
        MessageId id = rows.message(endpoint).queued();
        takeAllLookups();
        HeldMessage message = claim(endpoint);
        node = LivingNode.in(trial.jdbi);

        lanes.add(lanes.lane(trial.targets.find(message.target()).orElseThrow()), List.of(message));

        Patience.until("its memory is free", () -> postponed() > 0 && lanes.memory().held() == 0);
        assertThat(held.mayBegin(message)).isFalse();
        assertThat(attempts(id)).isZero();
    }

    @Test
    void what_was_deleted_meanwhile_is_not_tried_again_and_leaves_this_nodes_hands() {
        EndpointId endpoint = trial.create("https://good.example/hook").endpoint().id();
        MessageId id = rows.message(endpoint).queued();
        takeAllLookups();
        HeldMessage message = claim(endpoint);
        held.stop(List.of(message.key()));

        lanes.add(lanes.lane(trial.targets.find(message.target()).orElseThrow()), List.of(message));

        Patience.until("its memory is free", () -> lanes.memory().held() == 0);
        assertThat(held.has(message)).isFalse();
        assertThat(row(id)).doesNotContain(node.toString());
        assertThat(attempts(id)).isZero();
    }

    private void takeAllLookups() {
        for (int i = 0; i < 100; i++) {
            var _ =
                    client.post(
                            new Destination(
                                    new TargetId(new UUID(1, i)),
                                    rows.environment(),
                                    "https://silent%d.example/hook".formatted(i)),
                            List.of(),
                            new byte[0],
                            () -> true);
        }
    }

    private HeldMessage claim(EndpointId endpoint) {
        return held.claim(Map.of(TargetId.of(endpoint), 1), 1_000_000, giveBacks)
                .messages()
                .getFirst();
    }

    private double postponed() {
        return meters.counter("hookbridge.delivery.postponed").count();
    }

    private String row(MessageId id) {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery("SELECT q::text FROM queue q WHERE id = ?")
                        .bind(0, id.value())
                        .mapTo(String.class)
                        .one());
    }

    private int attempts(MessageId id) {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT attempt_count + (SELECT count(*) FROM attempt WHERE message_id = q.id)
                                  FROM queue q
                                 WHERE id = ?
                                """)
                        .bind(0, id.value())
                        .mapTo(Integer.class)
                        .one());
    }
}
