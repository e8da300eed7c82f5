package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.MessageCounts.CountChange;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

@Tag("database")
class MessageCountsTest {

    private static final Instant MINUTE = Instant.parse("2026-11-22T09:30:00Z");

    @Test
    void changes_of_one_minute_become_one_row_and_those_that_cancel_out_none() {
        try (TestDatabase database = TestDatabase.create()) {
            MessageRows rows = MessageRows.ofStranger(Jdbi.create(database.dataSource()));
            EndpointId endpoint = rows.endpoint();
            EndpointId other = rows.endpoint();
            CountChange none = CountChange.none(rows.environment(), endpoint, MINUTE);
            CountChange elsewhere = CountChange.none(rows.environment(), other, MINUTE);

            rows.jdbi()
                    .useTransaction(handle ->
                            MessageCounts.add(
                                    handle,
                                    List.of(
                                            MessageRows.accepted(
                                                    rows.environment(),
                                                    endpoint,
                                                    MINUTE.plusMillis(59_999)),
                                            none.succeeded(1).answeredIn(120),
                                            none.retried().retrying(-1).answeredIn(80),
                                            elsewhere.failed(1),
                                            elsewhere.failed(-1),
                                            CountChange.none(
                                                            rows.environment(),
                                                            endpoint,
                                                            MINUTE.plusSeconds(60))
                                                    .deleted(1))));

            List<String> counts =
                    rows.jdbi()
                            .withHandle(handle ->
                                    handle.createQuery(
                                                    """
                                                    SELECT concat_ws(' ', extract(minute FROM minute AT TIME ZONE 'UTC'),
                                                           accepted, succeeded, failed, deleted, retrying, retries,
                                                           answered, latency_ms)
                                                      FROM message_count_change
                                                     ORDER BY minute
                                                    """)
                                            .mapTo(String.class)
                                            .list());
            assertThat(counts).containsExactly("30 1 1 0 0 -1 1 2 200", "31 0 0 0 1 0 0 0 0");
        }
    }
}
