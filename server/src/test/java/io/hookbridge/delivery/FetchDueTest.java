package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.SigningKeyId;
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
import io.hookbridge.message.cold.NoStorage;
import io.hookbridge.outbound.endpoint.EndpointTrial;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** One endpoint among many paused ones that have a backlog each. */
@Tag("database")
class FetchDueTest {

    private static final int PAUSED = 600;

    /** Who has messages due, and what targets these are. */
    private static final int LOOK = 1;

    private static final int TARGETS = 1;

    /** The lock of the node, the rows, and their payloads. */
    private static final int CLAIM = 3;

    /** Where the messages are spread over several servers, in which environment they are. */
    private static final int PLACES = 1;

    private final EndpointTrial trial = new EndpointTrial();
    private final MessageRows rows =
            new MessageRows(trial.jdbi, trial.caller.tenant(), trial.caller.environment().id());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<MessageId> begun = new ArrayList<>();
    private final OwnLoop loop = new OwnLoop();
    private final Lanes lanes =
            new Lanes(
                    trial.targets::ask,
                    _ -> loop,
                    new Starting(),
                    timer,
                    trial.nanos::get,
                    Long.MAX_VALUE);
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
    private final EndpointId active = trial.create("https://good.example/active").endpoint().id();
    private final EndpointId broken = trial.create("https://good.example/broken").endpoint().id();

    private int claim;

    @BeforeEach
    void pause_many() {
        trial.jdbi.useHandle(handle -> {
            // Asked once by each server, which is not counted below.
            claim = Spread.is(handle) ? PLACES + CLAIM : CLAIM;
            handle.createUpdate(
                            """
                            INSERT INTO endpoint (id, environment_id, tenant_id, direction, url, place_sha256, paused_reason,
                                                  created_at, updated_at)
                            SELECT gen_random_uuid(), :environment, :tenant, 'outbound', 'https://paused.example/' || n,
                                   sha256(n::text::bytea), 'requested', now(), now()
                              FROM generate_series(1, :paused) n
                            """)
                    .bind("environment", rows.environment().value())
                    .bind("tenant", rows.tenant().value())
                    .bind("paused", PAUSED)
                    .execute();
            handle.execute(
                    """
                    INSERT INTO queue
                        (environment_id, id, endpoint_id, direction, content_type, created_at, updated_at,
                         status, due_at, fence, size_bytes, payload_sha256, payload_expires_at, keep_payload)
                    SELECT environment_id, gen_random_uuid(), id, 'outbound', 'application/json', now(),
                           now(), 'queued', now() - interval '1 hour', 1, 2, sha256(''), now() + interval '1 day', true
                      FROM endpoint, generate_series(1, 3)
                     WHERE paused_reason IS NOT NULL
                    """);
        });
        trial.changes.look();
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        giveBacks.close();
        trial.close();
    }

    @Test
    void paused_targets_cost_no_statement_each_and_are_in_nobody_elses_way() {
        MessageId due = rows.message(active).queued();

        assertThat(statementsOf(fetch::fetch)).isEqualTo(LOOK + TARGETS + claim);

        assertThat(begun).containsExactly(due);
    }

    @Test
    void what_is_told_of_is_fetched_without_a_look_at_the_others() {
        fetch.fetch();
        MessageId due = rows.message(active).queued();
        assertThat(statementsOf(fetch::fetch)).isZero();

        fetch.due(TargetId.of(active));
        assertThat(statementsOf(fetch::fetch)).isEqualTo(TARGETS + claim);

        assertThat(begun).containsExactly(due);
    }

    @Test
    void a_backlog_is_worked_off_without_a_look_at_the_others() {
        for (int n = 0; n < 3 * AdaptiveLimit.START; n++) {
            rows.message(active).queued();
        }
        fetch.fetch();
        Lane lane = lanes.known(TargetId.of(active)).orElseThrow();
        int fetched = begun.size() + lane.state().waiting();
        assertThat(fetched).isEqualTo(2 * AdaptiveLimit.START);
        lanes.finished(lane, Lane.Ending.KEPT_UP);

        assertThat(statementsOf(fetch::fetch)).isEqualTo(claim);

        assertThat(begun.size() + lane.state().waiting()).isGreaterThan(fetched);
    }

    @Test
    void what_nothing_tells_of_is_found_within_a_second() {
        fetch.fetch();
        MessageId due = rows.message(active).queued();

        trial.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        trial.changes.look();
        assertThat(statementsOf(fetch::fetch)).isEqualTo(LOOK + TARGETS + claim);

        assertThat(begun).containsExactly(due);
    }

    @Test
    void a_tenant_with_many_targets_leaves_others_as_much_of_a_fetch_as_it_gets() {
        MessageRows others = MessageRows.ofStranger(trial.jdbi);
        EndpointId only = others.endpoint();
        for (int n = 0; n < 3 * AdaptiveLimit.START; n++) {
            others.message(only).queued();
        }
        trial.jdbi.useHandle(handle -> handle.execute("UPDATE endpoint SET paused_reason = NULL"));
        trial.changes.look();

        fetch.fetch();

        Lane lane = lanes.known(TargetId.of(only)).orElseThrow();
        assertThat(lane.state().running() + lane.state().waiting())
                .isEqualTo(2 * AdaptiveLimit.START);
    }

    @Test
    void a_target_whose_secrets_do_not_open_is_in_nobody_elses_way() {
        trial.jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE signing_key SET sealed = ''::bytea WHERE endpoint_id = ?",
                        broken.value()));
        rows.message(broken).queued();
        MessageId due = rows.message(active).queued();

        fetch.fetch();

        assertThat(begun).containsExactly(due);
    }

    @Test
    void a_target_whose_signing_key_is_none_is_in_nobody_elses_way() {
        trial.jdbi.useHandle(handle -> {
            UUID key =
                    handle.createQuery("SELECT id FROM signing_key WHERE endpoint_id = ?")
                            .bind(0, broken.value())
                            .mapTo(UUID.class)
                            .one();
            handle.execute(
                    "UPDATE signing_key SET sealed = ? WHERE id = ?",
                    trial.secrets.seal("no key", "signing key " + new SigningKeyId(key)),
                    key);
        });
        rows.message(broken).queued();
        MessageId due = rows.message(active).queued();

        fetch.fetch();

        assertThat(begun).containsExactly(due);
    }

    @Test
    void a_message_that_cannot_be_read_is_in_nobody_elses_way() {
        MessageId unreadable = rows.message(broken).queued();
        rows.unreadable(unreadable, trial.secrets);
        MessageId beside = rows.message(broken).queued();
        MessageId due = rows.message(active).queued();

        fetch.fetch();

        assertThat(begun).containsExactlyInAnyOrder(beside, due);
        Patience.until(
                "it is free again, and rests",
                () ->
                        secondsUntilDue(unreadable)
                                .filter(rest -> rest > 0 && rest <= 60)
                                .isPresent());
    }

    /** By the clock of the database; empty while a node holds it. */
    private Optional<Integer> secondsUntilDue(MessageId id) {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT ceil(extract(epoch FROM due_at - now()))
                                  FROM queue
                                 WHERE id = :id
                                   AND node IS NULL
                                """)
                        .bind("id", id.value())
                        .mapTo(Integer.class)
                        .findOne());
    }

    private int statementsOf(Runnable work) {
        return Statements.of(trial.jdbi, work);
    }

    private final class Starting implements Starter {

        @Override
        public void start(Lane lane, DeliveryTarget target, HeldMessage message) {
            begun.add(message.id());
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
        public void giveBack(List<HeldMessage> messages) {}
    }
}
