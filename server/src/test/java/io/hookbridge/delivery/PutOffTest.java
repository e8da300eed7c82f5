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
import io.hookbridge.message.MessageRows;
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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A message whose environment has too many names looked up already. */
@Tag("database")
class PutOffTest {

    private static final Limits HASTY =
            new Limits(Duration.ZERO, Patience.LONGEST, Patience.LONGEST, 2000, 500);

    private final EndpointTrial trial = new EndpointTrial();
    private final MessageRows rows =
            new MessageRows(trial.jdbi, trial.caller.tenant(), trial.caller.environment().id());
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TargetClient client =
            new TargetClient(new AddressRules(List.of()), _ -> new CompletableFuture<>(), HASTY);
    private final HeldHere held =
            new HeldHere(
                    new DueStore(trial.jdbi, new SealedHeaders(trial.secrets)),
                    new HolderStore(trial.jdbi),
                    () -> new UUID(0x7000, 9),
                    Instant::now);
    private final RecordAttempts records =
            new RecordAttempts(trial.jdbi, trial.nanos::get, Patience.LONGEST, meters, () -> {});
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
                    held);
    private final Lanes lanes =
            new Lanes(
                    trial.targets::ask,
                    client::loop,
                    new Starting(),
                    timer,
                    trial.nanos::get,
                    Long.MAX_VALUE);

    private final class Starting implements Lanes.Starting {

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
        public void giveBack(List<HeldMessage> messages) {
            held.giveBack(messages);
        }
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        client.close();
        records.close();
        trial.close();
    }

    @Test
    void it_is_put_off_for_some_seconds_and_no_attempt_is_counted() {
        EndpointId endpoint = trial.create("https://good.example/hook").endpoint().id();
        MessageId id = rows.message(endpoint).queued();
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
        Instant before = Instant.now();
        TargetId target = TargetId.of(endpoint);

        lanes.add(
                lanes.lane(trial.targets.find(target).orElseThrow()),
                held.claim(Map.of(target, 1), 1_000_000).messages());

        Patience.until("nobody holds the message", () -> due(id).isBefore(Instant.MAX));
        assertThat(due(id)).isBetween(before.plusSeconds(1), Instant.now().plusSeconds(5));
        Patience.until("its place is free", () -> lanes.underWay() == 0);
        assertThat(attempts(id)).isZero();
        assertThat(meters.counter("hookbridge.delivery.postponed").count()).isEqualTo(1);
    }

    /** When the message may be taken; the end of all times while a node holds it. */
    private Instant due(MessageId id) {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT CASE WHEN node IS NULL THEN due_at END FROM pending_message WHERE id = ?")
                        .bind(0, id.value())
                        .mapTo(Instant.class)
                        .findOne()
                        .orElse(Instant.MAX));
    }

    private int attempts(MessageId id) {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT attempt_count + (SELECT count(*) FROM attempt WHERE message_id = p.id)
                                  FROM pending_message p
                                 WHERE id = ?
                                """)
                        .bind(0, id.value())
                        .mapTo(Integer.class)
                        .one());
    }
}
