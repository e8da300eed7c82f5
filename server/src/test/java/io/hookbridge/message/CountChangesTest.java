package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

@Tag("database")
class CountChangesTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @AutoClose private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final MessageRows rows = MessageRows.ofStranger(jdbi);
    private final TargetId target = TargetId.of(rows.endpoint());
    private final CountChanges changes = new CountChanges();

    @Test
    void a_transaction_adds_one_row_with_an_entry_for_each_endpoint_and_minute() {
        TargetId other = TargetId.of(rows.endpoint());
        accepted(target, NOON);
        accepted(target, NOON.plusSeconds(59));
        accepted(target, NOON.plusSeconds(60));
        accepted(other, NOON);
        moved(Counted.QUEUED, Counted.SUCCEEDED);
        moved(Counted.QUEUED, Counted.FAILED);
        write();

        assertThat(count("SELECT count(*) FROM message_count_change")).isEqualTo(1);
        assertThat(entries())
                .containsExactlyInAnyOrder(
                        "12:00 2 accepted 1 succeeded 1 failed 0 deleted 0 retrying",
                        "12:01 1 accepted 0 succeeded 0 failed 0 deleted 0 retrying",
                        "12:00 1 accepted 0 succeeded 0 failed 0 deleted 0 retrying");
    }

    @Test
    void each_move_takes_from_what_it_was_and_adds_to_what_it_becomes() {
        for (Counted was : Counted.values()) {
            for (Counted becomes : Counted.values()) {
                moved(was, becomes);
            }
        }
        write();

        assertThat(entries())
                .containsExactly("12:00 0 accepted 0 succeeded 0 failed 0 deleted 0 retrying");
    }

    @Test
    void a_message_before_1970_has_a_minute_as_well() {
        accepted(target, Instant.parse("1969-12-31T23:59:59.5Z"));
        write();

        assertThat(entries()).first().asString().startsWith("23:59 1 accepted");
    }

    @Test
    void attempts_are_counted_by_the_class_of_their_answer_with_a_histogram() {
        int number = 0;
        for (int status : List.of(200, 299, 301, 404, 410, 429, 500, 599, 600, 999, 101)) {
            attempt(++number, status, 7);
        }
        changes.attempt(
                rows.environment(), Direction.OUTBOUND, target, NOON, ++number, null, 30_000);
        attempt(++number, 200, 8);
        write();

        assertThat(
                        text(
                                """
                                SELECT concat_ws(' ', retries, answered_2xx, answered_3xx, answered_4xx, answered_5xx,
                                                 unanswered, latency_ms)
                                  FROM message_count_entry
                                """))
                .isEqualTo("12 3 1 3 5 1 85");
        assertThat(
                        text(
                                """
                                SELECT concat_ws(' ', histogram_entry, histogram_bucket, histogram_count)
                                  FROM message_count_change
                                """))
                .isEqualTo("{1,1} {8,9} {11,1}");
    }

    @Test
    void nothing_is_written_where_nothing_changed() {
        write();
        moved(Counted.FAILED, Counted.FAILED);
        write();

        assertThat(count("SELECT count(*) FROM message_count_change")).isZero();
    }

    @Test
    void rows_of_tests_are_counted_as_they_lie() {
        EndpointId endpoint = rows.endpoint();
        MessageRows.Draft draft = rows.message(endpoint).createdAt(NOON);
        draft.queued();
        draft.delivering(rows.tenant().value());
        draft.pendingRetry(NOON, "slow");
        draft.retrying(rows.tenant().value());
        draft.succeeded();
        draft.failed();
        draft.withoutPayload().attempts(3).failed();

        assertThat(
                        text(
                                """
                                SELECT concat_ws(' ', sum(accepted), sum(succeeded), sum(failed), sum(retrying),
                                                 sum(answered_2xx), sum(answered_5xx), sum(retries))
                                  FROM message_count_entry
                                """))
                .isEqualTo("7 1 2 2 1 6 2");
        assertThat(
                        text(
                                """
                                SELECT string_agg(status, ' ' ORDER BY status)
                                  FROM message_view
                                """))
                .isEqualTo(
                        "delivering delivering failed_permanent failed_permanent pending_retry queued succeeded");
        assertThat(count("SELECT count(*) FROM message")).isEqualTo(6);
        assertThat(count("SELECT count(*) FROM attempt_view")).isEqualTo(3);
    }

    private void accepted(TargetId of, Instant at) {
        changes.accepted(rows.environment(), Direction.OUTBOUND, of, at);
    }

    private void moved(Counted was, Counted becomes) {
        changes.moved(rows.environment(), Direction.OUTBOUND, target, NOON, was, becomes);
    }

    private void attempt(int number, int status, int latencyMs) {
        changes.attempt(
                rows.environment(), Direction.OUTBOUND, target, NOON, number, status, latencyMs);
    }

    private void write() {
        jdbi.useTransaction(changes::write);
    }

    private List<String> entries() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT format('%s %s accepted %s succeeded %s failed %s deleted %s retrying',
                                              to_char(minute AT TIME ZONE 'UTC', 'HH24:MI'), accepted, succeeded,
                                              failed, deleted, retrying)
                                  FROM message_count_entry
                                """)
                        .mapTo(String.class)
                        .list());
    }

    private String text(String query) {
        return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(String.class).one());
    }

    private int count(String query) {
        return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }
}
