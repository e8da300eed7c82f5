package io.hookbridge.insight.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.MessageRows;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

@Tag("database")
class DueMessagesTest {

    @AutoClose private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final DueMessages dueMessages = new DueMessages(jdbi);

    @Test
    void what_waits_longest_is_told_unless_nobody_may_deliver_it() {
        MessageRows rows = MessageRows.ofStranger(jdbi);
        due(rows.endpoint(), rows, 10);
        EndpointId paused = rows.endpoint();
        due(paused, rows, 20);
        MessageRows ofStopped = MessageRows.ofStranger(jdbi);
        due(ofStopped.endpoint(), ofStopped, 30);
        assertOldest(30);

        update("tenant SET status = 'suspended'", ofStopped.tenant().value());
        assertOldest(20);
        update("endpoint SET paused_reason = 'requested'", paused.value());
        assertOldest(10);
        update("project SET status = 'deleted', deleted_at = now()", rows.environment().value());
        assertThat(dueMessages.oldest(now)).isEmpty();

        update("tenant SET status = 'active'", ofStopped.tenant().value());
        assertOldest(30);
        assertThat(dueMessages.oldest(now.minusSeconds(31))).isEmpty();
    }

    @Test
    void targets_are_late_that_have_had_something_due_for_longer_than_the_objective() {
        MessageRows rows = MessageRows.ofStranger(jdbi);
        EndpointId slow = rows.endpoint();
        due(slow, rows, 70);
        due(slow, rows, 65);
        due(rows.endpoint(), rows, 61);
        due(rows.endpoint(), rows, 59);
        EndpointId paused = rows.endpoint();
        due(paused, rows, 90);
        update("endpoint SET paused_reason = 'requested'", paused.value());

        assertThat(dueMessages.lateTargets(now, Duration.ofSeconds(60))).isEqualTo(2);
        assertThat(dueMessages.oldest(rows.environment(), TargetId.of(slow), now))
                .contains(now.minusSeconds(70));
        assertThat(dueMessages.oldest(rows.environment(), TargetId.of(rows.endpoint()), now))
                .isEmpty();
        assertThat(dueMessages.count(rows.environment(), TargetId.of(slow), now)).isEqualTo(2);
        assertThat(dueMessages.count(rows.environment(), TargetId.of(slow), now.minusSeconds(66)))
                .isEqualTo(1);
    }

    private void due(EndpointId endpoint, MessageRows rows, long secondsAgo) {
        rows.message(endpoint).pendingRetry(now.minusSeconds(secondsAgo), "slow");
    }

    private void update(String what, Object id) {
        jdbi.useHandle(handle -> handle.execute("UPDATE " + what + " WHERE id = ?", id));
    }

    private void assertOldest(long secondsAgo) {
        assertThat(dueMessages.oldest(now))
                .map(since -> Duration.between(since, now))
                .contains(Duration.ofSeconds(secondsAgo));
    }
}
