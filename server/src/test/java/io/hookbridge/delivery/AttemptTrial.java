package io.hookbridge.delivery;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.key.KeyTrials;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.hookbridge.message.LivingNode;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.NodeWrites;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.Limits;
import io.hookbridge.net.client.TargetClient;
import io.hookbridge.net.dns.HostLookup;
import io.hookbridge.outbound.endpoint.EndpointTrial;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/** Attempts of one node, with all that they take but the loop that fetches messages. */
final class AttemptTrial implements AutoCloseable {

    final EndpointTrial trial = new EndpointTrial();
    final MessageRows rows =
            new MessageRows(trial.jdbi, trial.caller.tenant(), trial.caller.environment().id());

    /** The id of this server, as long as it is not late. */
    volatile UUID node = LivingNode.in(trial.jdbi);

    /** What attempts see of the targets that there are. */
    volatile UnaryOperator<DeliveryTarget> seen = target -> target;

    final TargetClient client;
    final HeldHere held;
    final Lanes lanes;
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final GiveBacks giveBacks;
    private final RecordAttempts records;
    private final Attempts attempts;

    /**
     * @param clock of this server; that of the database goes right
     */
    AttemptTrial(HostLookup names, Limits limits, InstantSource clock) {
        client = new TargetClient(new AddressRules(List.of()), names, limits);
        NodeWrites writes = new NodeWrites(trial.jdbi);
        HolderStore holders = new HolderStore(writes);
        held =
                new HeldHere(
                        new DueStore(trial.jdbi, new SealedHeaders(trial.secrets)),
                        holders,
                        () -> node,
                        clock,
                        trial.nanos::get);
        giveBacks = new GiveBacks(holders, held, () -> node, clock, meters);
        records =
                new RecordAttempts(
                        trial.jdbi, writes, trial.nanos::get, Patience.LONGEST, meters, () -> {});
        attempts =
                new Attempts(
                        client,
                        "HookBridge",
                        new JudgeAttempt(
                                _ -> CompletableFuture.completedFuture(7),
                                Instant::now,
                                trial.ids,
                                () -> 0.0),
                        records,
                        trial.targets,
                        new KeyTrials(trial.jdbi, trial.targets, clock),
                        new DeliveryMetrics(meters),
                        clock,
                        trial.nanos::get,
                        held,
                        giveBacks,
                        MessageTraces.OFF);
        lanes =
                new Lanes(
                        id -> trial.targets.ask(id).thenApply(target -> target.map(seen)),
                        client::loop,
                        new Starting(),
                        timer,
                        trial.nanos::get,
                        Long.MAX_VALUE);
    }

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

    EndpointId endpoint() {
        return trial.create("https://good.example/hook").endpoint().id();
    }

    /** Takes the one message that is due of {@code endpoint}. */
    HeldMessage claim(EndpointId endpoint) {
        return held.claim(Map.of(TargetId.of(endpoint), 1), 1_000_000, giveBacks, _ -> {})
                .messages()
                .getFirst();
    }

    /** Puts a message that was claimed into its lane. */
    Lane bring(HeldMessage message) {
        Lane lane = lanes.lane(trial.targets.find(message.target()).orElseThrow());
        lanes.add(lane, List.of(message));
        return lane;
    }

    double postponed() {
        return meters.counter("hookbridge.delivery.postponed").count();
    }

    /** The row of the queue, as text. */
    String row(MessageId id) {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery("SELECT q::text FROM queue q WHERE id = ?")
                        .bind(0, id.value())
                        .mapTo(String.class)
                        .one());
    }

    /** How many were made at a message that is in the queue. */
    int attempts(MessageId id) {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT attempt_count + (SELECT count(*) FROM attempt WHERE environment_id = q.environment_id AND message_id = q.id)
                                  FROM queue q
                                 WHERE id = ?
                                """)
                        .bind(0, id.value())
                        .mapTo(Integer.class)
                        .one());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.close();
        records.close();
        giveBacks.close();
        trial.close();
    }
}
