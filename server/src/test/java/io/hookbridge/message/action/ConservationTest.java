package io.hookbridge.message.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.citus.Worker;
import io.hookbridge.db.citus.WorkerDouble;
import io.hookbridge.http.ApiError;
import io.hookbridge.message.EngineSteps;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.Requester;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Whatever is done to messages in whatever order, none is lost, doubled or counted wrongly. */
@Tag("database")
class ConservationTest {

    private static final int SEQUENCES = Integer.getInteger("seeds", 200);
    private static final int STEPS = 20;
    private static final int MESSAGES = 5;
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void accepted_is_succeeded_and_failed_and_deleted_and_pending_after_every_sequence() {
        try (TestDatabase database = TestDatabase.create()) {
            Jdbi jdbi = Jdbi.create(database.dataSource());
            try (Handle handle = jdbi.open()) {
                // One connection for all, which is quicker than a new one for each statement.
                Jdbi oneConnection = Jdbi.create(handle.getConnection());
                for (int seed = 0; seed < SEQUENCES; seed++) {
                    new Sequence(oneConnection, seed).run();
                }
            }
        }
    }

    private static final class Sequence {

        private final int seed;
        private final Random random;
        private final MessageRows rows;
        private final WorkerDouble worker;
        private final EngineSteps engine;
        private final Replays replays;
        private final PendingRetries retries;
        private final Deletions deletions;
        private final Requester by;
        private final List<MessageId> ids = new ArrayList<>();
        private final Map<MessageId, Integer> fences = new ConcurrentHashMap<>();
        private final List<String> done = new ArrayList<>();

        Sequence(Jdbi jdbi, int seed) {
            this.seed = seed;
            random = new Random(seed);
            rows = MessageRows.ofStranger(jdbi);
            worker = new WorkerDouble(jdbi);
            engine = new EngineSteps(rows, seed % 2 == 0 ? Worker.NONE : worker);
            InstantSource clock = () -> NOW;
            Uuid7 newIds = new Uuid7(clock);
            replays = new Replays(jdbi, newIds, clock, _ -> {});
            retries = new PendingRetries(jdbi, newIds, clock, _ -> {});
            deletions = new Deletions(jdbi, newIds, clock, System::nanoTime, engine::acknowledge);
            by =
                    new Requester(
                            rows.tenant(),
                            rows.environment(),
                            Direction.OUTBOUND,
                            new Actor(Actor.Kind.USER, "user_1"),
                            "req_1");
        }

        void run() {
            EndpointId endpoint = rows.endpoint();
            for (int n = 0; n < MESSAGES; n++) {
                MessageRows.Draft draft =
                        rows.message(endpoint)
                                .createdAt(NOW.minusSeconds(random.nextInt(120)))
                                .key("k" + n);
                ids.add(
                        switch (random.nextInt(5)) {
                            case 0 -> draft.queued();
                            case 4 -> draft.delivering(engine.node());
                            case 1 ->
                                    draft.pendingRetry(NOW, random.nextBoolean() ? "fast" : "slow");
                            case 2 -> draft.succeeded();
                            default -> draft.failed();
                        });
            }
            for (int step = 0; step < STEPS; step++) {
                step(ids.get(random.nextInt(ids.size())));
            }
            check("");
            engine.isTakenOver();
            check(" and taken over");
            assertThat(worker.failures()).as("of the worker, seed " + seed).isEmpty();
        }

        private void step(MessageId id) {
            int action = random.nextInt(13);
            done.add(action + " " + ids.indexOf(id));
            switch (action) {
                case 0, 1, 2 -> {
                    OptionalInt fence = engine.claim(id);
                    fence.ifPresent(held -> fences.put(id, held));
                }
                case 3 -> engine.succeed(id, fence(id));
                case 4 -> engine.giveUp(id, fence(id));
                case 5 -> engine.again(id, fence(id), "slow");
                case 6 -> replays.replay(by, id);
                case 7 -> replays.replayDeadLetter(by, id);
                case 8 -> replays.replay(by, ids);
                case 9 -> refusable(() -> retries.retryNow(by, id));
                case 10 -> refusable(() -> retries.cancel(by, id));
                case 11 -> engine.giveBack(id, fence(id));
                default -> deletions.delete(by, List.of(id));
            }
        }

        /** That of the last claim, or of a message that was never claimed. */
        private int fence(MessageId id) {
            return fences.getOrDefault(id, EngineSteps.UNDER_WAY);
        }

        private static void refusable(Runnable change) {
            try {
                change.run();
            } catch (ApiError refusal) {
                // The message is in another state.
            }
        }

        private void check(String when) {
            String what = "seed " + seed + when + ": " + done;
            rows.jdbi()
                    .useHandle(handle -> {
                        assertThat(EngineSteps.wrongCounts(handle, rows.environment()))
                                .as(what)
                                .isEmpty();
                        List<UUID> present =
                                handle.createQuery(
                                                """
                                                SELECT id FROM message_view WHERE environment_id = ?
                                                """)
                                        .bind(0, rows.environment().value())
                                        .mapTo(UUID.class)
                                        .list();
                        assertThat(present)
                                .as(what)
                                .containsExactlyInAnyOrderElementsOf(
                                        ids.stream().map(MessageId::value).toList());
                        List<UUID> undead =
                                handle.createQuery(
                                                """
                                                WITH kept AS MATERIALIZED (
                                                    SELECT id FROM message WHERE environment_id = :environment
                                                ), seen AS MATERIALIZED (
                                                    SELECT * FROM message_view WHERE environment_id = :environment
                                                )
                                                SELECT id FROM seen
                                                 WHERE (deleted_at IS NULL OR finished_at IS NULL)
                                                       <> (id IN (SELECT id FROM kept))
                                                """)
                                        .bind("environment", rows.environment().value())
                                        .mapTo(UUID.class)
                                        .list();
                        assertThat(undead).as(what).isEmpty();
                    });
        }
    }
}
