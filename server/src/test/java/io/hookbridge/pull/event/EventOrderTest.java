package io.hookbridge.pull.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.accept.StoreOutcome;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Two servers store events for one endpoint, and somebody goes on behind what he has seen. */
@Tag("database")
class EventOrderTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final MessageRows rows = MessageRows.ofStranger(jdbi);
    private final ReceivedEvents ahead = new ReceivedEvents(rows, () -> NOON);
    private final ReceivedEvents behind =
            new ReceivedEvents(rows, () -> NOON.minus(Duration.ofHours(1)));
    private final InboundEndpointId endpoint = ahead.endpoint();
    private final EventStore store = new EventStore(jdbi);

    @AfterEach
    void close() {
        ahead.close();
        behind.close();
        database.close();
    }

    private List<PullEvent> all() {
        return after(Instant.EPOCH);
    }

    private List<PullEvent> after(Instant seen) {
        return store.list(
                new EventFilter(
                        rows.environment(),
                        endpoint,
                        EnumSet.allOf(EventState.class),
                        null,
                        null,
                        null,
                        null,
                        null),
                seen.plusNanos(1000),
                NOON,
                1000);
    }

    @Test
    void a_server_whose_clock_is_behind_gives_out_later_times_all_the_same() {
        MessageId first = ahead.event(endpoint).stored();
        MessageId second = behind.event(endpoint).stored();
        MessageId third = ahead.event(endpoint).stored();

        assertThat(all()).extracting(PullEvent::id).containsExactly(first, second, third);
        assertThat(all()).extracting(PullEvent::receivedAt).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void many_events_of_one_transaction_have_times_of_their_own_in_their_order() {
        List<MessageId> ids = IntStream.range(0, 200).mapToObj(_ -> ahead.newId()).toList();
        List<CompletableFuture<StoreOutcome>> begun =
                ids.stream().map(id -> ahead.event(endpoint).store(id)).toList();
        begun.forEach(CompletableFuture::join);

        assertThat(all()).extracting(PullEvent::id).containsExactlyElementsOf(ids);
        assertThat(all()).extracting(PullEvent::receivedAt).doesNotHaveDuplicates();
    }

    @Test
    void nothing_appears_behind_a_reader_while_a_commit_stands_still() {
        MessageId seen = ahead.event(endpoint).stored();
        Instant last = all().getLast().receivedAt();
        CompletableFuture<StoreOutcome> stored;
        MessageId later = behind.newId();
        try (Handle stalled = jdbi.open()) {
            stalled.begin();
            // What a server does that has stored an event and does not come to its commit.
            stalled.execute(
                    """
                    UPDATE pull_clock
                       SET last_received_at = last_received_at + interval '1 microsecond'
                     WHERE endpoint_id = ?
                    """,
                    endpoint.value());
            stored = behind.event(endpoint).store(later);
            Patience.until("the other server waits for it", this::isSomebodyWaiting);

            assertThat(all()).extracting(PullEvent::id).containsExactly(seen);
            stalled.commit();
        }
        stored.join();

        assertThat(after(last)).extracting(PullEvent::id).containsExactly(later);
        assertThat(all().getLast().receivedAt()).isAfter(last.plusNanos(1000));
    }

    private boolean isSomebodyWaiting() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT FROM pg_stat_activity
                                                WHERE datname = current_database()
                                                  AND wait_event_type = 'Lock')
                                """)
                        .mapTo(Boolean.class)
                        .one());
    }

    @Test
    void a_reader_that_goes_on_behind_what_it_saw_misses_nothing_that_two_servers_store() {
        int each = 150;
        List<CompletableFuture<Void>> writers =
                List.of(ahead, behind).stream()
                        .map(server ->
                                CompletableFuture.runAsync(() -> {
                                    for (int i = 0; i < each; i++) {
                                        var _ = server.event(endpoint).stored();
                                    }
                                }))
                        .toList();
        List<MessageId> read = new ArrayList<>();
        Instant last = Instant.EPOCH;
        boolean writing = true;
        while (writing || read.size() < 2 * each) {
            writing = !writers.stream().allMatch(CompletableFuture::isDone);
            List<PullEvent> page = after(last);
            page.forEach(event -> read.add(event.id()));
            if (!page.isEmpty()) {
                last = page.getLast().receivedAt();
            } else if (!writing) {
                break;
            }
        }
        writers.forEach(CompletableFuture::join);

        Set<MessageId> once = new HashSet<>(read);
        assertThat(read).hasSize(2 * each);
        assertThat(once).hasSize(2 * each);
    }
}
