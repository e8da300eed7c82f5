package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
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
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Attempts that PostgreSQL does not take: no column of it holds the character U+0000. */
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

    private static boolean record(Attempt attempt, Duration patience) {
        try (RecordAttempts records =
                new RecordAttempts(
                        writes,
                        System::nanoTime,
                        patience,
                        new SimpleMeterRegistry(),
                        () -> {
                            throw new AssertionError("the message is in other hands");
                        })) {
            return records.record(attempt).join();
        }
    }

    private static Message find(MessageId id) {
        return new MessageStore(jdbi).find(rows.environment(), id).orElseThrow();
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
        Instant now = Instant.now();
        HeldMessage message =
                holders.claim(
                                node,
                                Map.of(TargetId.of(find(id).endpoint()), 1),
                                Long.MAX_VALUE,
                                now,
                                _ -> {})
                        .messages()
                        .getFirst();
        return new Attempt(
                message,
                new Uuid7(Instant::now).next(),
                now,
                1,
                url,
                "{}",
                responseHeaders,
                new Posted(
                        new Outcome.Answered(404, List.of(), new byte[] {1}, false),
                        new Phases("203.0.113.42", null, 1, 1, 1, 1, 1, false, 5)),
                new RetryDecision.GiveUp(RetryDecision.Reason.REFUSED),
                "HTTP 404",
                now);
    }
}
