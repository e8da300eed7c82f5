package io.hookbridge.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.app.doctor.Finding.Verdict;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.MessageRows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

@Tag("database")
class BackupCheckTest {

    @Test
    void what_did_not_come_back_as_a_whole_is_told_thing_by_thing() {
        try (TestApp app = TestApp.start()) {
            MessageRows rows = MessageRows.of(app);
            EndpointId endpoint = rows.endpoint();
            rows.pause(endpoint);
            Instant accepted = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            rows.message(endpoint).createdAt(accepted).queued();
            MessageId ended = rows.message(endpoint).createdAt(accepted).succeeded();

            assertThat(problems(app)).isEmpty();
            assertThat(look(app))
                    .extracting(Finding::seen)
                    .contains("the newest message was accepted at " + accepted);

            app.jdbi()
                    .useHandle(handle -> {
                        handle.execute("UPDATE queue SET id = ?", ended.value());
                        handle.execute(
                                """
                                INSERT INTO billing_inbox (seq, book, event_id, type, source, created_at, received_at)
                                OVERRIDING SYSTEM VALUE VALUES (1000, 'test', 'evt_1', 'invoice.paid', 'list', now(), now())
                                """);
                        handle.execute(
                                "ALTER TABLE lease ADD CONSTRAINT unchecked CHECK (name <> '') NOT VALID");
                    });
            assertThat(problems(app)).containsExactly("structure", "sequences", "states");

            app.jdbi().useHandle(handle -> handle.execute("DELETE FROM message"));
            assertThat(problems(app))
                    .containsExactly("structure", "sequences", "payloads", "states");
        }
    }

    private static Stream<String> problems(TestApp app) {
        return look(app).stream()
                .filter(finding -> finding.verdict() == Verdict.PROBLEM)
                .map(Finding::about);
    }

    private static List<Finding> look(TestApp app) {
        return new BackupCheck(app.configuration().storage(), InstantSource.system()).look();
    }
}
