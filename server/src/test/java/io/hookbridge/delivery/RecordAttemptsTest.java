package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.BreakableLink;
import io.hookbridge.db.BreakableLink.Break;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.hookbridge.message.LivingNode;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.NodeWrites;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.message.TakeOver;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Attempts that PostgreSQL does not take, because no column of it holds the character U+0000; and
 * such as are written down though the server hears nothing of it.
 */
@Tag("database")
class RecordAttemptsTest {

    private static final String GOOD_URL = "https://receiver.example/";

    private static TestDatabase database;
    private static Jdbi jdbi;
    private static MessageRows rows;
    private static UUID node;
    private static NodeWrites writes;
    private static HolderStore holders;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
        rows = MessageRows.ofStranger(jdbi);
        node = LivingNode.in(jdbi);
        writes = new NodeWrites(jdbi);
        holders = new HolderStore(writes);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void of_an_answer_that_cannot_be_stored_the_status_is_kept() {
        MessageId id = rows.message(rows.endpoint()).queued();

        assertThat(record(attempt(id, GOOD_URL, "{\"x\":\"\0\"}"), Patience.LONGEST)).isTrue();

        Message message = find(id);
        assertThat(message.status()).isEqualTo(MessageStatus.FAILED_PERMANENT);
        assertThat(message.responseStatus()).isEqualTo(404);
        assertThat(message.lastError()).isEqualTo("the answer could not be stored");
        assertThat(responseHeaders(id)).containsExactly("{}");
    }

    @Test
    void an_attempt_that_cannot_be_stored_at_all_is_left_to_another_one() {
        MessageId id = rows.message(rows.endpoint()).queued();

        assertThat(record(attempt(id, GOOD_URL + '\0', "{}"), Duration.ZERO)).isFalse();

        assertThat(find(id).status()).isEqualTo(MessageStatus.DELIVERING);
        assertThat(responseHeaders(id)).isEmpty();
    }

    /** A server that was late writes what it made as its former node. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_attempt_is_written_once_though_one_of_another_node_cannot_be(boolean ofFormerNode) {
        UUID former = LivingNode.in(jdbi);
        MessageId good = rows.message(rows.endpoint()).queued();
        MessageId bad = rows.message(rows.endpoint()).queued();
        MessageId first = rows.message(rows.endpoint()).queued();
        Attempt written = attempt(ofFormerNode ? former : node, good, GOOD_URL, "{}");
        Attempt refused = attempt(ofFormerNode ? node : former, bad, GOOD_URL + '\0', "{}");
        Attempt earlier = attempt(node, first, GOOD_URL, "{}");
        try (RecordAttempts records = records(writes, Duration.ZERO)) {
            CompletableFuture<Boolean> begun;
            List<CompletableFuture<Boolean>> together;
            try (Handle busy = jdbi.open()) {
                busy.begin();
                busy.execute("LOCK TABLE mark IN ACCESS EXCLUSIVE MODE");
                begun = records.record(earlier);
                Patience.until("the first is being written", RecordAttemptsTest::isWaiting);
                together = List.of(records.record(written), records.record(refused));
                busy.commit();
            }
            assertThat(begun.join()).isTrue();
            assertThat(together.getFirst().join()).isTrue();
            assertThat(together.getLast().join()).isFalse();
        }

        assertThat(find(good).status()).isEqualTo(MessageStatus.FAILED_PERMANENT);
        assertThat(find(bad).status()).isEqualTo(MessageStatus.DELIVERING);
    }

    private static boolean isWaiting() {
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
    void what_is_in_doubt_when_the_time_is_up_is_not_given_back_before_it_is_known()
            throws IOException {
        MessageId id = rows.message(rows.endpoint()).queued();
        Attempt attempt = attempt(id, GOOD_URL, "{}");
        PGSimpleDataSource linked = (PGSimpleDataSource) database.dataSource();
        try (BreakableLink link = new BreakableLink(linked.getPortNumbers()[0])) {
            link.lead(linked);
            NodeWrites breakable = new NodeWrites(Database.withArguments(Jdbi.create(linked)));
            try (RecordAttempts records = records(breakable, Duration.ZERO)) {
                link.breakNext(Break.AFTER);

                assertThat(records.record(attempt).join()).isTrue();
            }
        }

        assertThat(find(id).status()).isEqualTo(MessageStatus.FAILED_PERMANENT);
    }

    /** For minutes: longer than attempts are kept, and than this server's lease. */
    @ParameterizedTest
    @EnumSource(names = {"AFTER", "HALF"})
    void what_is_in_doubt_stays_so_for_as_long_as_the_network_is_silent(Break how)
            throws IOException {
        UUID stalled = LivingNode.in(jdbi);
        MessageId id = rows.message(rows.endpoint()).queued();
        Attempt attempt = attempt(stalled, id, GOOD_URL, "{}");
        Duration patience = Duration.ofMinutes(2);
        AtomicLong nanos = new AtomicLong();
        PGSimpleDataSource linked = database.newConnections();
        try (BreakableLink link = new BreakableLink(linked.getPortNumbers()[0])) {
            link.lead(linked);
            NodeWrites silent = new NodeWrites(Database.withArguments(Jdbi.create(linked)));
            try (RecordAttempts records = records(silent, nanos::get, patience)) {
                link.breakNextAndGoSilent(how);
                CompletableFuture<Boolean> written = records.record(attempt);
                Patience.until("the commit is in doubt", link::isSilent);
                nanos.addAndGet(patience.multipliedBy(5).toNanos());
                TakeOver takeOver = new TakeOver(jdbi);
                Patience.until(
                        "another server has taken over",
                        () -> {
                            takeOver.take(stalled, true, Instant.now());
                            return !takeOver.all().contains(stalled);
                        });
                assertThat(written).isNotDone();

                link.mend();

                assertThat(written.join()).isEqualTo(how == Break.AFTER);
            }
        }

        assertThat(find(id).status())
                .isEqualTo(
                        how == Break.AFTER ? MessageStatus.FAILED_PERMANENT : MessageStatus.QUEUED);
        assertThat(responseHeaders(id)).hasSize(how == Break.AFTER ? 1 : 0);
    }

    private static boolean record(Attempt attempt, Duration patience) {
        try (RecordAttempts records = records(writes, patience)) {
            return records.record(attempt).join();
        }
    }

    private static RecordAttempts records(NodeWrites to, Duration patience) {
        return records(to, System::nanoTime, patience);
    }

    private static RecordAttempts records(NodeWrites to, Ticker ticker, Duration patience) {
        return new RecordAttempts(
                jdbi,
                to,
                ticker,
                patience,
                new SimpleMeterRegistry(),
                () -> {
                    throw new AssertionError("the message is in other hands");
                });
    }

    private static Message find(MessageId id) {
        return new MessageStore(jdbi)
                .find(rows.environment(), Direction.OUTBOUND, id)
                .orElseThrow();
    }

    private static List<String> responseHeaders(MessageId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT response_headers FROM attempt_view WHERE message_id = :id")
                        .bind("id", id.value())
                        .mapTo(String.class)
                        .list());
    }

    private static Attempt attempt(MessageId id, String url, String responseHeaders) {
        return attempt(node, id, url, responseHeaders);
    }

    private static Attempt attempt(UUID holder, MessageId id, String url, String responseHeaders) {
        Instant now = Instant.now();
        HeldMessage message =
                holders.claim(holder, Map.of(find(id).target(), 1), Long.MAX_VALUE, now, _ -> {})
                        .messages()
                        .getFirst();
        return new Attempt(
                message,
                new Uuid7(Instant::now).next(),
                now,
                1,
                url,
                null,
                responseHeaders,
                new Posted(
                        new Outcome.Answered(404, List.of(), new byte[] {1}, false),
                        new Phases("203.0.113.42", null, 1, 1, 1, 1, 1, false, 5)),
                new RetryDecision.GiveUp(RetryDecision.Reason.REFUSED),
                "HTTP 404",
                now);
    }
}
