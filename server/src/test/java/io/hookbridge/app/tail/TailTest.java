package io.hookbridge.app.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.Proxies;
import io.hookbridge.app.terminal.Colours;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.net.client.RawReceiver;
import io.hookbridge.tenant.apikey.KeyText;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is printed of a log that changes. */
@Tag("unit")
class TailTest {

    private static final KeyText KEY = new KeyText("hb_test_EXAMPLEkeyOfTheTests0000");

    /** What a request is answered, by the beginning of its target; else 404. */
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    private final RawReceiver server =
            RawReceiver.start(connection -> {
                while (connection.readRequest()) {
                    String target = connection.lastRequest().head().split(" ", 3)[1];
                    connection.say(
                            answers.entrySet().stream()
                                    .filter(each -> target.startsWith(each.getKey()))
                                    .findFirst()
                                    .map(Map.Entry::getValue)
                                    .orElse(answer("404 Not Found", "{}")));
                }
            });
    private final Api api =
            new Api(URI.create("http://127.0.0.1:" + server.port()), KEY, Proxies.of(Map.of()));
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, UTF_8);
    private final Tail tail =
            new Tail(
                    List.of(new FollowLog(api, MessageLog.SENT, "")),
                    _ -> true,
                    entry -> LogLines.text(entry, new Colours(false), ZoneOffset.UTC),
                    out,
                    out);

    @AfterEach
    void stop() throws IOException {
        api.close();
        server.close();
    }

    private static String answer(String status, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, bytes.length, new String(bytes, ISO_8859_1));
    }

    private void log(String... entries) {
        answers.put(
                "/v1/logs?",
                answer(
                        "200 OK",
                        "{\"data\":[%s],\"meta\":{\"has_more\":false,\"next_cursor\":null}}"
                                .formatted(String.join(",", entries))));
    }

    private static String entry(String id, String at, String members) {
        return "{\"message_id\":\"%s\",\"endpoint\":\"https://api.example.com/hook\",\"created_at\":\"2026-11-29T12:%sZ\",%s}"
                .formatted(id, at, members);
    }

    private static final String QUEUED = "\"status\":\"queued\",\"attempt_count\":0";
    private static final String DONE =
            "\"status\":\"succeeded\",\"attempt_count\":1,\"response_status\":200,\"response_latency_ms\":12";

    /** What one more look prints. */
    private String look() {
        printed.reset();
        var _ = tail.look(2);
        return printed.toString(UTF_8);
    }

    @Test
    void it_ends_when_nobody_reads_it_any_more() {
        log(entry("m1", "30:01", DONE));
        PrintStream gone =
                new PrintStream(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("Broken pipe");
                            }
                        });
        Tail unread =
                new Tail(
                        List.of(new FollowLog(api, MessageLog.SENT, "")),
                        _ -> true,
                        LogEntry::toString,
                        gone,
                        out);

        assertThat(unread.look(1)).isEmpty();
    }

    @Test
    void the_last_messages_come_first_and_then_what_is_new_or_has_changed() {
        log(entry("m3", "30:03", QUEUED), entry("m2", "30:02", DONE), entry("m1", "30:01", DONE));
        assertThat(look())
                .isEqualTo(
                        """
                        11-29 12:30:02  sent      m2  succeeded         200     12 ms  https://api.example.com/hook
                        11-29 12:30:03  sent      m3  queued                           https://api.example.com/hook
                        """);

        assertThat(look()).as("nothing has changed").isEmpty();

        log(entry("m4", "30:04", QUEUED), entry("m3", "30:03", DONE));
        assertThat(look()).containsSubsequence("m3  succeeded", "m4  queued").doesNotContain("m2");
    }

    @Test
    void a_message_that_is_committed_late_is_not_passed_over() {
        log(entry("m3", "30:03", DONE));
        look();

        log(entry("m3", "30:03", DONE), entry("late", "30:02.500", DONE));

        assertThat(look()).contains("late  succeeded").doesNotContain("m3");
        assertThat(server.requests().getLast().head())
                .startsWith("GET /v1/logs?limit=500&start_time=2026-11-29T12:29:43Z ");
    }

    @Test
    void an_old_message_that_is_not_settled_is_asked_for_until_it_is() {
        log(entry("m1", "10:00", "\"status\":\"pending_retry\",\"attempt_count\":1"));
        look();
        answers.put(
                "/v1/messages/m1",
                answer(
                        "200 OK",
                        "{\"data\":{\"status\":\"failed_permanent\",\"attempt_count\":2,\"last_error\":\"HTTP 503\\u001b[2J\"}}"));
        log(entry("m2", "30:00", DONE));

        assertThat(look()).containsSubsequence("m1  failed_permanent", "HTTP 503\\x1b[2J", "m2");
        assertThat(look()).isEmpty();
        assertThat(server.requests())
                .extracting(RawReceiver.Request::head)
                .filteredOn(head -> head.startsWith("GET /v1/messages/m1 "))
                .hasSize(1);
    }

    @Test
    void what_comes_from_outside_is_written_out() {
        log(
                entry(
                        "m1",
                        "10:00",
                        "\"status\":\"pending_retry\",\"attempt_count\":1,\"last_error\":\"\\u001b[2J\\u202e\""));

        assertThat(look()).contains("\\x1b[2J\\u202e").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void an_outage_is_told_once_and_nothing_is_lost_meanwhile() {
        log(entry("m1", "30:01", DONE));
        look();
        answers.put(
                "/v1/logs?",
                answer(
                                "503 Service Unavailable",
                                "{\"error\":{\"code\":\"SERVICE_UNAVAILABLE\",\"message\":\"Try again.\"}}")
                        .replace("\r\n\r\n", "\r\nRetry-After: 9\r\n\r\n"));

        assertThat(look()).contains("503 SERVICE_UNAVAILABLE: Try again.", "asked again");
        assertThat(tail.look(2)).contains(Duration.ofSeconds(9));

        log(entry("m2", "30:02", DONE), entry("m1", "30:01", DONE));
        assertThat(look()).contains("The server answers again.", "m2").doesNotContain("m1");
    }

    @Test
    void a_key_that_does_not_work_ends_it() {
        answers.put(
                "/v1/logs?",
                answer(
                        "401 Unauthorized",
                        "{\"error\":{\"code\":\"UNAUTHORIZED\",\"message\":\"No such key.\"}}"));

        assertThatThrownBy(this::look)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("401 UNAUTHORIZED: No such key.");
    }

    @Test
    void programs_get_what_the_api_says() {
        log(entry("m1", "30:01", DONE));
        Tail json =
                new Tail(
                        List.of(new FollowLog(api, MessageLog.SENT, "")),
                        _ -> true,
                        LogLines::json,
                        out,
                        out);

        var _ = json.look(1);

        assertThat(printed.toString(UTF_8))
                .isEqualTo(
                        "{\"log\":\"sent\",\"message_id\":\"m1\",\"created_at\":\"2026-11-29T12:30:01Z\","
                                + "\"endpoint\":\"https://api.example.com/hook\",\"status\":\"succeeded\",\"attempt_count\":1,"
                                + "\"response_status\":200,\"response_latency_ms\":12}\n");
    }
}
