package io.hookbridge.message.bulk;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.MessageRows;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

@Tag("database")
class DeadLetterRoutesTest {

    private static final Instant CREATED = Instant.parse("2026-11-22T09:30:00Z");

    private static TestApp app;
    private static CheckedHttpClient client;

    @BeforeAll
    static void start() {
        app = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "api"));
        client = app.client();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void the_list_has_the_dead_letters_of_the_project_page_by_page_youngest_first() {
        MessageRows rows = MessageRows.of(app);
        EndpointId endpoint = rows.endpoint("https://receiver.example/dead");
        List<String> failed =
                new ArrayList<>(
                        IntStream.range(0, 5)
                                .mapToObj(n ->
                                        rows.message(endpoint)
                                                .createdAt(CREATED.plusSeconds(n))
                                                .failed()
                                                .toString())
                                .toList()
                                .reversed());
        rows.message(endpoint).succeeded();
        MessageId deleted = rows.message(endpoint).failed();
        client.delete("/v1/messages/" + deleted).key(KEY).send();
        MessageRows strangers = MessageRows.ofStranger(app.jdbi());
        strangers.message(strangers.endpoint()).failed();

        List<String> listed = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        JsonNode data;
        do {
            data = client.get("/v1/dlq/messages?limit=2" + cursor).key(KEY).send().data();
            data.path("messages")
                    .forEach(message -> listed.add(message.path("message_id").asString()));
            cursor = "&cursor=" + data.path("next_cursor").asString("");
            pages++;
        } while (data.path("has_more").asBoolean());

        assertThat(listed).isEqualTo(failed);
        assertThat(pages).isEqualTo(3);
        assertThat(data.path("next_cursor").isNull()).isTrue();
        JsonNode letter = data.path("messages").path(0);
        assertThat(letter.path("endpoint").asString()).isEqualTo("https://receiver.example/dead");
        assertThat(letter.path("status").asString()).isEqualTo("failed_permanent");
        assertThat(letter.path("last_error").asString()).isEqualTo("HTTP 503");
        assertThat(letter.path("response_status").asInt()).isEqualTo(503);
        assertThat(letter.path("failed_at").asString()).isEqualTo("2026-11-22T10:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "cursor=!", "cursor=AAAA"})
    void a_query_that_makes_no_sense_is_refused(String query) {
        assertThat(client.get("/v1/dlq/messages?" + query).key(KEY).send().code())
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    void only_a_dead_letter_is_replayed_here() {
        MessageRows rows = MessageRows.of(app);
        MessageId succeeded = rows.message(rows.endpoint()).succeeded();

        Exchange refused = client.post("/v1/dlq/replay/" + succeeded).key(KEY).send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.message())
                .isEqualTo("message is not in DLQ (must have failed_permanent status)");
        assertThat(client.post("/v1/dlq/replay/nonsense").key(KEY).send().status()).isEqualTo(404);
    }
}
