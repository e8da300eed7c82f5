package io.hookbridge.message.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.Lease;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.insight.metric.Figures;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.TakeOver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

@Tag("database")
class RetentionTest {

    private static final int PAYLOAD_DAYS = 7;
    private static final int HISTORY_DAYS = 20;
    private static final UUID NODE = new UUID(7, 7);

    /** A Wednesday, for weeks begin on Mondays; after all partitions of the template. */
    private final LocalDate today =
            LocalDate.now(ZoneOffset.UTC)
                    .plusDays(100)
                    .with(TemporalAdjusters.next(DayOfWeek.WEDNESDAY));

    private final TestDatabase database = TestDatabase.create();
    private final Database pool =
            Database.open(database.address(), 6, new SimpleMeterRegistry(), System::nanoTime);
    private final Jdbi jdbi = pool.jdbi();
    private Instant now = today.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    private final MessageRows rows = MessageRows.ofStranger(jdbi);
    private final Retention retention = retention(UUID.randomUUID());
    private final EndpointId endpoint = rows.endpoint();

    @BeforeEach
    void partitions_of_the_last_weeks() {
        jdbi.useHandle(handle -> {
            for (int weeks = 6; weeks > 0; weeks--) {
                LocalDate day = today.minusWeeks(weeks);
                handle.execute("SELECT make_partitions(?, ?)", day, day);
            }
            handle.execute("SELECT make_partitions(?, ?)", today.minusDays(6), today.plusDays(6));
        });
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    private Retention retention(UUID node) {
        Lease lease = new Lease(jdbi, () -> now, "retention", node, Duration.ofMinutes(2));
        return new Retention(jdbi, lease, () -> now, PAYLOAD_DAYS, HISTORY_DAYS, 0);
    }

    @Test
    void partitions_are_made_for_every_payload_and_message_to_come_and_dropped_when_over() {
        retention.step();

        assertThat(days("message")).containsExactlyElementsOf(days(today, PAYLOAD_DAYS + 2, 1));
        assertThat(days("response_body")).isEqualTo(days("message"));
        LocalDate monday = today.with(DayOfWeek.MONDAY);
        // Three weeks ago has days that are not older than the history.
        assertThat(days("outcome")).containsExactlyElementsOf(days(monday.minusWeeks(3), 35, 7));
        assertThat(days("attempt")).isEqualTo(days("outcome"));

        now = now.plus(Duration.ofDays(7));
        retention.step();
        assertThat(days("message").getFirst()).isEqualTo(today.plusDays(7));
        assertThat(days("message").getLast()).isEqualTo(today.plusDays(7 + PAYLOAD_DAYS + 2));
        assertThat(days("outcome").getFirst()).isEqualTo(monday.minusWeeks(2));
    }

    @Test
    void a_new_server_makes_what_is_missing_before_it_stores_anything() {
        retention.prepare();

        assertThat(days("message").getLast()).isEqualTo(today.plusDays(PAYLOAD_DAYS + 2));
        MessageId message =
                rows.message(endpoint)
                        .createdAt(now)
                        .expiresAt(now.plus(Duration.ofDays(7)))
                        .succeeded();
        assertThat(count("message_default") + count("outcome_default")).isZero();
        assertThat(count("outcome")).isEqualTo(1);
        assertThat(message).isNotNull();
    }

    @Test
    void what_is_younger_than_its_time_stays() {
        MessageId kept = message(Duration.ofDays(1), Duration.ofHours(1)).succeeded();
        MessageId expired = message(Duration.ofDays(8), Duration.ofDays(-1)).succeeded();
        MessageId old = message(Duration.ofDays(35), Duration.ofDays(-28)).failed();
        for (MessageId each : List.of(kept, expired, old)) {
            rows.attempt(each, endpoint, 1, 200, new byte[] {1});
        }

        retention.step();

        assertThat(ids("outcome")).containsExactlyInAnyOrder(kept.value(), expired.value());
        assertThat(count("attempt_view")).isEqualTo(2);
        assertThat(count("message")).isEqualTo(1);
        assertThat(count("response_body")).isEqualTo(1);
    }

    @Test
    void a_message_that_is_pending_when_its_payload_expires_becomes_a_dead_letter() {
        MessageId parked = message(Duration.ofDays(3), Duration.ofMinutes(-1)).queued();
        MessageId retried =
                message(Duration.ofDays(3), Duration.ofDays(-2))
                        .attempts(3)
                        .pendingRetry(now.plusSeconds(60), "slow");
        MessageId waiting = message(Duration.ofDays(3), Duration.ofMinutes(1)).queued();

        retention.step();

        assertThat(ids("queue")).containsExactly(waiting.value());
        List<String> finished =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT concat_ws(' ', id, status, attempt_count, last_error, finished_at = :now)
                                          FROM outcome
                                         ORDER BY id
                                        """)
                                .bind("now", now)
                                .mapTo(String.class)
                                .list());
        assertThat(finished)
                .containsExactlyInAnyOrder(
                        parked + " failed_permanent 0 payload expired before delivery t",
                        retried + " failed_permanent 3 payload expired before delivery t");
        assertThat(new Ledger(jdbi).read()).isEqualTo(new Figures(3, 0, 2, 0, 1));
        assertThat(sum("retrying")).isZero();
        assertThat(sum("failed")).isEqualTo(2);
    }

    @Test
    void what_a_deleted_project_has_pending_is_given_up_but_for_what_is_under_way() {
        MessageId queued = message(Duration.ofHours(1), Duration.ofDays(3)).queued();
        MessageId held = message(Duration.ofHours(1), Duration.ofDays(3)).retrying(NODE);
        message(Duration.ofHours(1), Duration.ofDays(3)).delivering(NODE);
        jdbi.useHandle(handle ->
                handle.execute("UPDATE project SET deleted_at = ?, status = 'deleted'", now));

        new GiveUpMessages(jdbi).ofDeletedProjects(now);

        assertThat(ids("queue")).containsExactly(held.value());
        assertThat(ids("outcome")).containsExactly(queued.value());
        assertThat(new Ledger(jdbi).read()).isEqualTo(new Figures(3, 0, 1, 0, 2));
    }

    @Test
    void many_messages_are_given_up_in_batches_and_counted_once() {
        jdbi.useHandle(handle ->
                handle.execute(
                        """
                        INSERT INTO queue
                            (environment_id, id, endpoint_id, created_at, updated_at, status, due_at, fence,
                             direction, content_type, size_bytes, payload_sha256, payload_expires_at, keep_payload)
                        SELECT ?, id, ?, '%1$s', '%1$s', 'queued', '%1$s', 1, 'outbound', 'application/json', 7,
                               sha256('x'), '%1$s', true
                          FROM unnest(?) AS id
                        """
                                .formatted(now.minusSeconds(5)),
                        rows.environment().value(),
                        endpoint.value(),
                        newIds(1234)));

        retention.step();

        assertThat(count("queue")).isZero();
        assertThat(count("outcome")).isEqualTo(1234);
        assertThat(sum("failed")).isEqualTo(1234);
    }

    @Test
    void a_payload_stays_while_a_node_holds_its_message() {
        MessageId held = message(Duration.ofDays(9), Duration.ofDays(-3)).retrying(NODE);
        MessageId younger = message(Duration.ofDays(9), Duration.ofDays(-2)).succeeded();
        MessageId older = message(Duration.ofDays(9), Duration.ofDays(-4)).succeeded();

        retention.step();

        assertThat(ids("queue")).containsExactly(held.value());
        assertThat(payloads()).containsExactlyInAnyOrder(held.value(), younger.value());
        assertThat(payloads()).doesNotContain(older.value());

        jdbi.useHandle(handle -> handle.execute("UPDATE queue SET node = NULL, due_at = now()"));
        retention.step();
        assertThat(count("queue")).isZero();
        assertThat(payloads()).isEmpty();
    }

    @Test
    void a_day_stays_while_a_message_of_it_is_under_way() {
        MessageId underWay = message(Duration.ofDays(9), Duration.ofDays(-3)).delivering(NODE);
        MessageId younger = message(Duration.ofDays(9), Duration.ofDays(-2)).succeeded();
        message(Duration.ofDays(9), Duration.ofDays(-4)).succeeded();

        retention.step();

        assertThat(payloads()).containsExactlyInAnyOrder(underWay.value(), younger.value());

        // What the node leaves behind is given up, and counted, before its payload goes.
        new TakeOver(jdbi).take(NODE, true, now);
        retention.step();
        assertThat(ids("outcome")).contains(underWay.value());
        assertThat(new Ledger(jdbi).read()).isEqualTo(new Figures(3, 2, 1, 0, 0));
        assertThat(payloads()).isEmpty();
    }

    /** No server has delivered for longer than the history lasts. */
    @Test
    void the_history_of_a_node_that_is_gone_stays_until_it_is_taken_over() {
        Duration left = Duration.ofDays(-35);
        MessageId underWay = message(Duration.ofDays(70), left).delivering(NODE);
        MessageId outsideOfPartitions = message(Duration.ofDays(65), left).succeeded();
        MessageId delivered = message(Duration.ofDays(40), left).succeeded();
        assertThat(ids("outcome_default")).containsExactly(outsideOfPartitions.value());
        jdbi.useHandle(handle -> handle.execute("UPDATE message SET node = ?", NODE));

        retention.step();
        assertThat(ids("outcome"))
                .containsExactlyInAnyOrder(outsideOfPartitions.value(), delivered.value());

        assertThat(new TakeOver(jdbi).take(NODE, true, now)).isEqualTo(1);
        assertThat(ids("queue")).containsExactly(underWay.value());

        retention.step();
        assertThat(new Ledger(jdbi).read()).isEqualTo(new Figures(3, 2, 1, 0, 0));
        assertThat(count("outcome")).isZero();
        assertThat(payloads()).isEmpty();
    }

    @Test
    void a_message_that_comes_into_a_day_that_is_over_keeps_it_from_being_dropped() {
        PartitionStore partitions = new PartitionStore(jdbi);
        LocalDate day = today.minusDays(3);
        MessageId late = message(Duration.ofMinutes(1), Duration.ofDays(-3)).delivering(NODE);

        partitions.dropMessages(day);
        assertThat(payloads()).containsExactly(late.value());

        jdbi.useHandle(handle -> handle.execute("DELETE FROM node"));
        partitions.dropMessages(day);
        assertThat(payloads()).isEmpty();
        assertThat(days("message")).doesNotContain(day);
    }

    /** What came in since it was found out which days are over. */
    @Test
    void a_message_outside_of_its_days_goes_only_when_it_is_finished() {
        MessageId underWay = outsideOfDays().delivering(NODE);
        MessageId claimed = outsideOfDays().retrying(NODE);
        MessageId waiting = outsideOfDays().queued();
        outsideOfDays().succeeded();
        OldRowStore rowStore = new OldRowStore(jdbi);
        assertThat(count("message_default")).isEqualTo(4);

        assertThat(rowStore.delete(OldRowStore.Kind.MESSAGE, now)).isEqualTo(1);
        assertThat(payloads())
                .containsExactlyInAnyOrder(underWay.value(), claimed.value(), waiting.value());

        // Nothing is under way without a node, but what is in the queue is still to be given up.
        jdbi.useHandle(handle -> handle.execute("DELETE FROM node"));
        assertThat(rowStore.delete(OldRowStore.Kind.MESSAGE, now)).isEqualTo(1);
        assertThat(payloads()).containsExactlyInAnyOrder(claimed.value(), waiting.value());
    }

    private MessageRows.Draft outsideOfDays() {
        return message(Duration.ofMinutes(1), Duration.ofDays(-30));
    }

    @Test
    void a_busy_table_is_left_to_the_next_step_and_nobody_waits_long_for_it()
            throws InterruptedException {
        jdbi.useTransaction(handle -> {
            handle.execute("LOCK TABLE message, outcome IN ACCESS SHARE MODE");
            Thread other = Thread.ofVirtual().start(retention::step);
            assertThat(other.join(Patience.LONGEST)).isTrue();
        });
        assertThat(days("message")).contains(today.minusDays(1)).doesNotContain(today.plusDays(9));
        assertThat(days("attempt").getFirst())
                .isEqualTo(today.with(DayOfWeek.MONDAY).minusWeeks(3));

        retention.step();
        assertThat(days("message")).containsExactlyElementsOf(days(today, PAYLOAD_DAYS + 2, 1));
    }

    @Test
    void rows_outside_their_partitions_go_when_they_are_old() {
        LocalDate before = today.minusWeeks(10);
        jdbi.useHandle(handle -> {
            for (String table : List.of("message", "response_body", "outcome", "attempt")) {
                for (LocalDate day : days(table)) {
                    handle.execute("DROP TABLE " + table + "_" + day.toString().replace("-", ""));
                }
            }
        });
        MessageId old =
                rows.message(endpoint)
                        .createdAt(before.atStartOfDay(ZoneOffset.UTC).toInstant())
                        .attempts(2)
                        .succeeded();
        rows.attempt(old, endpoint, 1, 200, new byte[] {1});
        MessageId recent = message(Duration.ofDays(2), Duration.ofDays(60)).attempts(2).succeeded();
        rows.attempt(recent, endpoint, 1, 200, new byte[] {1});
        assertThat(count("outcome_default")).isEqualTo(2);

        retention.step();

        assertThat(ids("outcome")).containsExactly(recent.value());
        assertThat(count("attempt")).isEqualTo(1);
        assertThat(payloads()).containsExactly(recent.value());
        assertThat(count("response_body")).isEqualTo(1);
    }

    @Test
    void a_day_whose_payloads_lie_elsewhere_keeps_no_other_day_from_being_made() {
        message(Duration.ofHours(1), Duration.ofDays(4)).succeeded();
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE message_default ADD CHECK (true)"));
        assertThat(count("message_default")).isZero();
        LocalDate taken = today.plusDays(8);
        message(Duration.ofHours(1), Duration.ofDays(8)).succeeded();
        assertThat(count("message_default")).isEqualTo(1);

        retention.step();

        assertThat(days("message")).doesNotContain(taken).contains(taken.plusDays(1));
    }

    @Test
    void old_idempotency_keys_and_counts_are_deleted() {
        message(Duration.ofDays(8), Duration.ofSeconds(-1)).key("old").succeeded();
        message(Duration.ofDays(1), Duration.ofSeconds(1)).key("kept").succeeded();
        jdbi.useHandle(handle -> {
            for (String table : List.of("message_count_minute", "message_count_hour")) {
                for (int hours : List.of(1, 49, 51, 31 * 24, 33 * 24)) {
                    handle.execute(
                            "INSERT INTO "
                                    + table
                                    + " VALUES (?, ?, ?, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}')",
                            rows.environment().value(),
                            endpoint.value(),
                            now.minus(Duration.ofHours(hours)));
                }
            }
            handle.execute(
                    """
                    INSERT INTO idempotency_key
                    SELECT ?, ?, 'key' || id, id, sha256('x'), '%s' FROM unnest(?) AS id
                    """
                            .formatted(now.minusSeconds(1)),
                    rows.environment().value(),
                    endpoint.value(),
                    newIds(2500));
        });

        retention.step();

        List<String> keys =
                jdbi.withHandle(handle ->
                        handle.createQuery("SELECT key FROM idempotency_key")
                                .mapTo(String.class)
                                .list());
        assertThat(keys).containsExactly("kept");
        assertThat(count("message_count_minute")).isEqualTo(2);
        assertThat(count("message_count_hour")).isEqualTo(4);
    }

    @Test
    void one_node_does_it_and_another_when_its_time_is_over() {
        retention.step();
        message(Duration.ofDays(3), Duration.ofMinutes(-1)).queued();
        Retention another = retention(UUID.randomUUID());

        another.step();
        assertThat(count("queue")).isEqualTo(1);

        now = now.plus(Duration.ofMinutes(2));
        another.step();
        assertThat(count("queue")).isZero();
    }

    /**
     * @param age of the message
     * @param left until its payload expires
     */
    private MessageRows.Draft message(Duration age, Duration left) {
        return rows.message(endpoint).createdAt(now.minus(age)).expiresAt(now.plus(left));
    }

    private static List<LocalDate> days(LocalDate first, int days, int each) {
        return java.util.stream.IntStream.iterate(0, day -> day <= days, day -> day + each)
                .mapToObj(first::plusDays)
                .toList();
    }

    private List<LocalDate> days(String table) {
        return List.copyOf(
                new PartitionStore(jdbi)
                        .of(
                                PartitionStore.Table.valueOf(
                                        table.toUpperCase(java.util.Locale.ROOT))));
    }

    private int count(String table) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
    }

    private List<UUID> ids(String table) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT id FROM " + table).mapTo(UUID.class).list());
    }

    private UUID[] newIds(int count) {
        return Stream.generate(new Uuid7(() -> now)::next).limit(count).toArray(UUID[]::new);
    }

    private List<UUID> payloads() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT id FROM message").mapTo(UUID.class).list());
    }

    private int sum(String column) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT sum(" + column + ") FROM message_count_entry")
                        .mapTo(Integer.class)
                        .one());
    }
}
