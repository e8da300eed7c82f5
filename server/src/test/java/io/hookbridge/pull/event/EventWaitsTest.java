package io.hookbridge.pull.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.MessageRows;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

@Tag("database")
class EventWaitsTest {

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final MessageRows rows = MessageRows.ofStranger(jdbi);
    private final ReceivedEvents received = new ReceivedEvents(rows, Instant::now);
    private final InboundEndpointId endpoint = received.endpoint();
    private final AtomicLong nanos = new AtomicLong(1_000);
    private final EventWaits waits = new EventWaits(jdbi, nanos::get);

    @AfterEach
    void close() {
        received.close();
        database.close();
    }

    private CompletableFuture<EventWaits.End> await(@Nullable Instant seen) {
        return waits.await(rows.environment(), endpoint, seen, 2_000);
    }

    private @Nullable Instant last() {
        return new EventStore(jdbi)
                .received(rows.environment(), endpoint, Instant.now())
                .orElseThrow()
                .lastAt();
    }

    @Test
    void a_wait_ends_when_its_endpoint_has_received_something() {
        CompletableFuture<EventWaits.End> first = await(null);
        waits.step();
        assertThat(first).isNotDone();

        var _ = received.event(received.endpoint()).stored();
        waits.step();
        assertThat(first).isNotDone();

        var _ = received.event(endpoint).stored();
        waits.step();
        assertThat(first).isCompletedWithValue(EventWaits.End.RECEIVED);
        assertThat(waits.waiting()).isZero();
    }

    @Test
    void what_was_seen_before_ends_no_wait_and_what_came_after_it_ends_it_at_the_first_look() {
        var _ = received.event(endpoint).stored();
        Instant seen = last();
        CompletableFuture<EventWaits.End> wait = await(seen);
        waits.step();
        assertThat(wait).isNotDone();

        var _ = received.event(endpoint).stored();
        CompletableFuture<EventWaits.End> late = await(seen);
        waits.step();

        assertThat(wait).isCompletedWithValue(EventWaits.End.RECEIVED);
        assertThat(late).isCompletedWithValue(EventWaits.End.RECEIVED);
    }

    @Test
    void a_wait_is_over_when_its_time_is() {
        CompletableFuture<EventWaits.End> wait = await(null);
        nanos.set(1_999);
        waits.step();
        assertThat(wait).isNotDone();

        nanos.set(2_000);
        waits.step();
        assertThat(wait).isCompletedWithValue(EventWaits.End.OVER);
    }

    @Test
    void only_so_many_wait_for_events_of_one_environment() {
        for (int i = 0; i < EventWaits.MOST; i++) {
            assertThat(await(null)).isNotDone();
        }

        assertThat(await(null)).isCompletedWithValue(EventWaits.End.OVER);
        MessageRows other = MessageRows.ofStranger(jdbi);
        assertThat(waits.await(other.environment(), endpoint, null, 2_000)).isNotDone();
    }

    @Test
    void a_server_that_ends_waits_for_nobody() {
        CompletableFuture<EventWaits.End> wait = await(null);

        waits.end();

        assertThat(wait).isCompletedWithValue(EventWaits.End.OVER);
        assertThat(await(null)).isCompletedWithValue(EventWaits.End.OVER);
    }
}
