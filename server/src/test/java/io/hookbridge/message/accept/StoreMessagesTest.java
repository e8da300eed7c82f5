package io.hookbridge.message.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.LivingNode;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.MessageRows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Two servers whose clocks differ: by a midnight with one idempotency key, or by an hour. */
@Tag("database")
class StoreMessagesTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-03-29T00:00:00Z");
    private static final Instant BEFORE = MIDNIGHT.minusMillis(1);
    private static final Instant AFTER = MIDNIGHT.plusMillis(1);
    private static final String KEY = "order-1042-created";

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final MessageRows rows = MessageRows.ofStranger(jdbi);
    private final EndpointId endpoint = rows.endpoint();
    private final Uuid7 ids = new Uuid7(Instant::now);
    private final Server early = new Server(BEFORE, Duration.ofHours(1));
    private final Server late = new Server(AFTER, Duration.ofDays(3));

    @AfterEach
    void close() {
        early.store.close();
        late.store.close();
        database.close();
    }

    /** One of the two, with a clock, and with the time for which its messages are kept. */
    private final class Server {

        private final Instant now;
        private final Duration retention;
        private final UUID node = LivingNode.in(jdbi);
        private final StoreMessages store;

        Server(Instant now, Duration retention) {
            this.now = now;
            this.retention = retention;
            this.store =
                    new StoreMessages(
                            jdbi, () -> now, System::nanoTime, new SimpleMeterRegistry(), false);
        }

        CompletableFuture<StoreOutcome> send() {
            return send(node, KEY);
        }

        CompletableFuture<StoreOutcome> send(@Nullable UUID holder, @Nullable String key) {
            return store.store(message(Direction.OUTBOUND, key, null, holder));
        }

        /** Something that waits to be fetched. */
        CompletableFuture<StoreOutcome> event() {
            return store.store(
                    message(Direction.PULL, null, new NewMessage.Event("created", 0), null));
        }

        NewMessage message(
                Direction direction,
                @Nullable String key,
                NewMessage.@Nullable Event event,
                @Nullable UUID holder) {
            return message(direction, key, null, event, holder);
        }

        NewMessage message(
                Direction direction,
                @Nullable String key,
                byte @Nullable [] signedSha256,
                NewMessage.@Nullable Event event,
                @Nullable UUID holder) {
            byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
            return new NewMessage(
                    rows.tenant(),
                    rows.environment(),
                    TargetId.of(endpoint),
                    direction,
                    new MessageId(ids.next()),
                    now,
                    "application/json",
                    payload,
                    MessageHead.NONE,
                    null,
                    Sha256.of("{}"),
                    key,
                    signedSha256,
                    now.plus(retention),
                    true,
                    new Allowance(Plans.shipped().free(), Mode.LIVE),
                    event,
                    holder);
        }
    }

    /** Such as a heartbeat that a provider sends every few seconds for weeks. */
    @Test
    void of_all_that_were_signed_as_a_message_is_one_is_read() {
        byte[] signed = Sha256.of("heartbeat");
        NewMessage message = early.message(Direction.INBOUND, "now", signed, null, null);
        jdbi.useTransaction(handle -> {
            handle.createUpdate(
                            """
                            INSERT INTO idempotency_key
                                (environment_id, target_id, key, message_id, payload_sha256, expires_at, signed_sha256)
                            SELECT :environment, :target, 'heartbeat ' || n,
                                   ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, :signed,
                                   now() + interval '30 days', :signed
                              FROM generate_series(1, 20000) n
                             UNION ALL
                            SELECT :environment, :target, 'now', :id, :signed, now() + interval '30 days', :signed
                            """)
                    .bind("environment", rows.environment().value())
                    .bind("target", endpoint.value())
                    .bind("id", message.id().value())
                    .bind("signed", signed)
                    .execute();
            handle.execute("ANALYZE idempotency_key");
            long before = rowsRead(handle);

            IdempotencyKeyStore.noteSameBytes(handle, List.of(message));

            assertThat(rowsRead(handle) - before).isLessThan(100);
            assertThat(
                            handle.createQuery(
                                            "SELECT count(*) FROM same_bytes WHERE message_id = :id")
                                    .bind("id", message.id().value())
                                    .mapTo(Integer.class)
                                    .one())
                    .isOne();
        });
    }

    @Test
    void of_those_that_come_together_and_are_signed_alike_the_first_is_the_first_of_all() {
        byte[] signed = Sha256.of("heartbeat");
        List<NewMessage> three =
                List.of("c", "b", "a").stream()
                        .map(key -> early.message(Direction.INBOUND, key, signed, null, null))
                        .toList();
        jdbi.useTransaction(handle -> {
            for (NewMessage each : three.reversed()) {
                handle.createUpdate(
                                """
                                INSERT INTO idempotency_key
                                    (environment_id, target_id, key, message_id, payload_sha256, expires_at,
                                     signed_sha256)
                                VALUES (:environment, :target, :key, :id, :signed, now() + interval '30 days', :signed)
                                """)
                        .bind("environment", rows.environment().value())
                        .bind("target", endpoint.value())
                        .bind("key", each.idempotencyKey())
                        .bind("id", each.id().value())
                        .bind("signed", signed)
                        .execute();
            }

            IdempotencyKeyStore.noteSameBytes(handle, three);

            assertThat(
                            handle.createQuery("SELECT message_id, original_id FROM same_bytes")
                                    .map((row, _) ->
                                            Map.entry(
                                                    row.getObject(1, UUID.class),
                                                    row.getObject(2, UUID.class)))
                                    .list())
                    .containsExactlyInAnyOrder(
                            Map.entry(three.get(1).id().value(), three.getFirst().id().value()),
                            Map.entry(three.get(2).id().value(), three.getFirst().id().value()));
        });
    }

    /** Of the keys, in this transaction. */
    private static long rowsRead(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT seq_tup_read + idx_tup_fetch
                          FROM pg_stat_xact_user_tables
                         WHERE relname = 'idempotency_key'
                        """)
                .mapTo(Long.class)
                .one();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_is_one_message_though_its_payload_would_lie_by_another_day(boolean earlyFirst) {
        List<Server> order = earlyFirst ? List.of(early, late) : List.of(late, early);

        assertIsOneMessage(order.getFirst(), order.getLast());
    }

    @Test
    void it_is_one_message_though_the_same_key_has_just_expired() {
        jdbi.useHandle(handle ->
                handle.execute(
                        """
                        INSERT INTO idempotency_key
                            (environment_id, target_id, key, message_id, payload_sha256, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                        rows.environment().value(),
                        endpoint.value(),
                        KEY,
                        ids.next(),
                        Sha256.of("{}"),
                        BEFORE));

        assertIsOneMessage(early, late);
    }

    @Test
    void what_is_sent_while_a_clock_is_an_hour_ahead_does_not_wait_for_that_hour() {
        Server ahead = new Server(Instant.now().plus(Duration.ofHours(1)), Duration.ofDays(3));

        StoreOutcome stored = ahead.send(null, null).join();
        ahead.store.close();

        assertThat(stored).isEqualTo(new StoreOutcome.Stored(false));
        List<Boolean> due =
                jdbi.withHandle(handle ->
                        handle.createQuery("SELECT due_at <= now() FROM queue")
                                .mapTo(Boolean.class)
                                .list());
        assertThat(due).containsExactly(true);
    }

    @Test
    void what_is_to_be_fetched_has_no_holder() {
        NewMessage held =
                early.message(Direction.PULL, null, new NewMessage.Event("created", 0), early.node);

        assertThatThrownBy(() -> early.store.store(held))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_to_be_fetched_can_be_though_it_is_stored_with_what_a_node_holds() {
        CompletableFuture<StoreOutcome> held;
        CompletableFuture<StoreOutcome> event;
        try (Handle usage = jdbi.open()) {
            usage.begin();
            usage.execute("LOCK TABLE usage_month IN EXCLUSIVE MODE");
            CompletableFuture<StoreOutcome> first = early.send(early.node, null);
            Patience.until("the first is being written", () -> waiting() == 1);
            // Both come with the next transaction.
            held = early.send(early.node, null);
            event = early.event();
            usage.commit();
            first.join();
        }

        assertThat(held.join()).isEqualTo(new StoreOutcome.Stored(true));
        assertThat(event.join()).isEqualTo(new StoreOutcome.Stored(false));
        List<String> types =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT p.event_type
                                          FROM pull_event p
                                          JOIN message m USING (environment_id, id)
                                         WHERE m.node IS NULL
                                        """)
                                .mapTo(String.class)
                                .list());
        assertThat(types).containsExactly("created");
    }

    /** The second waits for the key while the first has yet to commit. */
    private void assertIsOneMessage(Server first, Server second) {
        CompletableFuture<StoreOutcome> stored;
        CompletableFuture<StoreOutcome> repeated;
        try (Handle usage = jdbi.open()) {
            usage.begin();
            // Where an acceptance ends, after it has taken its key.
            usage.execute("LOCK TABLE usage_month IN EXCLUSIVE MODE");
            stored = first.send();
            Patience.until("the first waits with its key", () -> waiting() == 1);
            repeated = second.send();
            Patience.until("the second waits for the key", () -> waiting() == 2);
            usage.commit();
        }

        assertThat(stored.join()).isEqualTo(new StoreOutcome.Stored(true));
        assertThat(repeated.join()).isEqualTo(new StoreOutcome.Repeated(stored()));
        assertThat(first.send().join()).isEqualTo(repeated.join());
        assertThat(second.send().join()).isEqualTo(repeated.join());
    }

    private long waiting() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT count(*)
                                  FROM pg_stat_activity
                                 WHERE datname = current_database()
                                   AND wait_event_type = 'Lock'
                                """)
                        .mapTo(Long.class)
                        .one());
    }

    /** The only message that there is. */
    private MessageId stored() {
        return jdbi.withHandle(handle ->
                new MessageId(
                        handle.createQuery("SELECT id FROM message").mapTo(UUID.class).one()));
    }
}
