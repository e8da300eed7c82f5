package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;
import io.hookbridge.inbound.InboundTest;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Who listens over a WebSocket, and who asks. */
@Tag("database")
class ListenTest {

    private static InboundTest inbound;
    private static TestApp another;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
        another = inbound.app.another();
    }

    @AfterAll
    static void stop() {
        another.close();
        inbound.close();
    }

    private static InboundTest.Source source() {
        return inbound.source(Map.of("mode", "cli", "name", "listened to"));
    }

    private static String send(InboundTest.Source source, String body) {
        return InboundTest.accepted(inbound.to(source).json(body).send());
    }

    private static List<String> send(InboundTest.Source source, int many) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ids.add(send(source, "{\"n\":" + i + "}"));
        }
        return ids;
    }

    private static TestListener listen(InboundTest.Source source) {
        return TestListener.connect(inbound.app, "endpoint_id=" + source.id());
    }

    private static Exchange ask(InboundTest.Source source, String query) {
        Exchange answer = inbound.get("/v1/inbound-endpoints/" + source.id() + "/listen?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static List<String> ids(Exchange answer) {
        List<String> ids = new ArrayList<>();
        answer.data().forEach(item -> ids.add(item.path("message_id").asString()));
        return ids;
    }

    private static List<String> taken(TestListener listener, int many) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ids.add(listener.takes());
        }
        return ids;
    }

    private static void awaitListenedTo(InboundTest.Source source) {
        OutboundTest.poll(
                "that somebody listens",
                () ->
                        inbound.jdbi.withHandle(handle ->
                                handle.createQuery(
                                                "SELECT count(*) FROM listen_server WHERE endpoint_id = :id::uuid")
                                        .bind("id", source.id())
                                        .mapTo(Integer.class)
                                        .one()),
                count -> count > 0);
    }

    @Test
    void
            what_came_while_nobody_listened_comes_first_and_in_its_order_and_what_comes_then_follows() {
        InboundTest.Source source = source();
        List<String> sent = new ArrayList<>(send(source, 20));

        try (TestListener listener = listen(source)) {
            List<String> got = taken(listener, 20);
            sent.addAll(send(source, 3));
            got.addAll(taken(listener, 3));

            assertThat(got).isEqualTo(sent);
            inbound.message(sent.getLast(), "succeeded");
            assertThat(inbound.message(sent.getFirst(), "succeeded").path("attempt_count").asInt())
                    .isZero();
        }
    }

    @Test
    void a_message_is_as_it_came() {
        InboundTest.Source source = source();
        String exact = "{\"a\":1,\"a\":2,\"n\":1.0,\"s\":\"\\/\\u00e9\"}";
        try (TestListener listener = listen(source)) {
            InboundTest.accepted(
                    inbound.app
                            .client()
                            .post(source.path() + "?hub=1&b=%2F+x")
                            .header("X-Custom", "one")
                            .header("x-custom", "two")
                            .header("X_Webhook_Verified", "true")
                            .json(exact)
                            .send());
            send(source, "[{\"event\":\"open\"}]\r\n");
            send(source, "");

            JsonNode first = listener.next();
            assertThat(first.path("type").asString()).isEqualTo("webhook");
            assertThat(first.path("content_type").asString()).startsWith("application/json");
            assertThat(first.at("/headers/X-Custom").asString()).isEqualTo("one, two");
            assertThat(first.at("/headers/X-Webhook-Verified").asString()).isEqualTo("false");
            assertThat(first.path("headers").has("X_Webhook_Verified")).isFalse();
            assertThat(first.path("headers").has("Host")).isFalse();
            assertThat(first.path("raw_query").asString()).isEqualTo("hub=1&b=%2F+x");
            assertThat(first.path("size_bytes").asInt()).isEqualTo(exact.length());
            listener.goOn();
            JsonNode second = listener.next();
            assertThat(second.path("body_encoding").asString()).isEqualTo("base64");
            assertThat(
                            new String(
                                    Base64.getDecoder().decode(second.path("body").asString()),
                                    StandardCharsets.UTF_8))
                    .isEqualTo("[{\"event\":\"open\"}]\r\n");
            listener.goOn();
            assertThat(listener.next().has("body")).isFalse();
        }
    }

    @Test
    void what_the_local_server_answered_is_an_attempt_of_the_message() {
        InboundTest.Source source = source();
        String good = send(source, "{}");
        String bad = send(source, "{}");
        try (TestListener listener = listen(source)) {
            assertThat(listener.forwards(200)).isEqualTo(good);
            assertThat(listener.forwards(500)).isEqualTo(bad);

            JsonNode succeeded = inbound.message(good, "succeeded");
            assertThat(succeeded.path("response_status").asInt()).isEqualTo(200);
            assertThat(succeeded.path("attempt_count").asInt()).isEqualTo(1);
            JsonNode failed = inbound.message(bad, "failed_permanent");
            assertThat(failed.path("last_error").asString()).contains("500");
            JsonNode attempt =
                    inbound.get("/v1/inbound-messages/" + bad + "/attempts").data().path(0);
            assertThat(attempt.path("response_status").asInt()).isEqualTo(500);
            assertThat(attempt.path("response_latency_ms").asInt()).isEqualTo(7);

            inbound.call("POST", "/v1/inbound-messages/" + bad + "/replay");

            assertThat(listener.forwards(204)).isEqualTo(bad);
            assertThat(inbound.message(bad, "succeeded").path("attempt_count").asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void each_of_several_listeners_on_whichever_server_gets_each_message() {
        InboundTest.Source source = source();
        try (TestListener here = listen(source);
                TestListener there = TestListener.connect(another, "endpoint_id=" + source.id())) {
            OutboundTest.poll(
                    "two servers",
                    () ->
                            inbound.jdbi.withHandle(handle ->
                                    handle.createQuery(
                                                    "SELECT count(*) FROM listen_server WHERE endpoint_id = :id::uuid")
                                            .bind("id", source.id())
                                            .mapTo(Integer.class)
                                            .one()),
                    count -> count == 2);

            List<String> sent = send(source, 30);

            assertThat(taken(here, 30)).isEqualTo(sent);
            assertThat(taken(there, 30)).isEqualTo(sent);
        }
    }

    @Test
    void a_listener_who_stands_still_holds_up_no_other_and_gets_all_when_it_goes_on() {
        InboundTest.Source source = source();
        try (TestListener slow = listen(source);
                TestListener fast = listen(source)) {
            awaitListenedTo(source);
            String first = send(source, "{}");
            assertThat(slow.next().path("message_id").asString()).isEqualTo(first);
            assertThat(fast.takes()).isEqualTo(first);

            List<String> sent = send(source, 40);

            assertThat(taken(fast, 40)).isEqualTo(sent);
            slow.goOn();
            assertThat(taken(slow, 40)).isEqualTo(sent);
        }
    }

    @Test
    void what_was_under_way_when_a_connection_broke_is_given_to_who_asks_and_to_nobody_twice() {
        InboundTest.Source source = source();
        List<String> sent = send(source, 5);
        TestListener listener = listen(source);
        assertThat(listener.takes()).isEqualTo(sent.get(0));
        assertThat(listener.forwards(200)).isEqualTo(sent.get(1));
        assertThat(listener.next().path("message_id").asString()).isEqualTo(sent.get(2));
        inbound.message(sent.get(1), "succeeded");
        listener.vanish();

        List<String> given =
                OutboundTest.poll(
                        "what was not taken",
                        () -> ids(ask(source, "wait=0")),
                        ids -> !ids.isEmpty());

        assertThat(given).isEqualTo(sent.subList(2, 5));
        awaitCome(given.getLast());
        try (TestListener again = listen(source)) {
            // Whoever asked has it.
            String next = send(source, "{}");
            assertThat(again.takes()).isEqualTo(next);
        }
        for (String id : given) {
            inbound.message(id, "succeeded");
        }
    }

    @Test
    void who_asks_is_given_the_same_until_it_says_that_it_has_it() {
        InboundTest.Source source = source();
        List<String> sent = send(source, 53);

        Exchange first = ask(source, "");
        assertThat(ids(first)).isEqualTo(sent.subList(0, 50));
        assertThat(ids(ask(source, ""))).isEqualTo(sent.subList(0, 50));
        String cursor = first.json().at("/meta/next_cursor").asString();
        Exchange second = ask(source, "after=" + cursor);

        assertThat(ids(second)).isEqualTo(sent.subList(50, 53));
        inbound.message(sent.getFirst(), "succeeded");
        assertThat(ids(ask(source, ""))).isEqualTo(sent.subList(50, 53));
        String end = second.json().at("/meta/next_cursor").asString();
        Exchange third = ask(source, "wait=0&after=" + end);
        assertThat(ids(third)).isEmpty();
        assertThat(third.json().at("/meta/next_cursor").isNull()).isTrue();
    }

    @Test
    void a_caller_who_has_gone_takes_nothing_with_it() throws IOException {
        InboundTest.Source source = source();
        try (Socket caller = askOverSocket(source, "wait=30")) {
            awaitWaiting();
            caller.shutdownOutput();
            awaitNobodyWaiting();
        }
        String sent = send(source, "{}");

        try (TestListener listener = listen(source)) {
            assertThat(listener.takes()).isEqualTo(sent);
        }
    }

    @Test
    void what_could_not_be_sent_whole_to_who_asked_is_streamed() throws IOException {
        InboundTest.Source source = source();
        String sent = send(source, "{\"large\":\"" + "x".repeat(9_000_000) + "\"}");
        try (Socket caller = askOverSocket(source, "wait=0")) {
            // It reads the beginning, so that it was given; and resets the connection then.
            assertThat(caller.getInputStream().read()).isEqualTo('H');
            assertThat(isGiven(sent)).isTrue();
            caller.setSoLinger(true, 0);
        }
        OutboundTest.poll("that it is not given", () -> isGiven(sent), given -> !given);

        try (TestListener listener = listen(source)) {
            assertThat(listener.takes()).isEqualTo(sent);
        }
    }

    @Test
    void what_is_still_under_way_to_who_asked_is_streamed_as_well_because_its_server_may_die()
            throws IOException {
        InboundTest.Source source = source();
        String sent = send(source, "{\"large\":\"" + "x".repeat(9_000_000) + "\"}");
        try (Socket caller = askOverSocket(source, "wait=0")) {
            // It reads the beginning and no more: as if the server had ended then.
            assertThat(caller.getInputStream().read()).isEqualTo('H');
            assertThat(isGiven(sent)).isTrue();

            try (TestListener listener =
                    TestListener.connect(another, "endpoint_id=" + source.id())) {
                assertThat(listener.takes()).isEqualTo(sent);
            }
        }
        inbound.message(sent, "succeeded");
    }

    /** Until it is noted that the answer with this message was sent whole. */
    private static void awaitCome(String id) {
        OutboundTest.poll(
                "that what was given has come",
                () ->
                        inbound.jdbi.withHandle(handle ->
                                handle.createQuery(
                                                "SELECT given AND NOT under_way FROM listen_entry WHERE message_id = :id::uuid")
                                        .bind("id", id)
                                        .mapTo(Boolean.class)
                                        .one()),
                come -> come);
    }

    private static Socket askOverSocket(InboundTest.Source source, String query)
            throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 * 1024);
        socket.setSoTimeout(Patience.millis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), inbound.app.port()));
        socket.getOutputStream()
                .write(
                        "GET /v1/inbound-endpoints/%s/listen?%s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n"
                                .formatted(source.id(), query, TestApp.KEY)
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean isGiven(String id) {
        return inbound.jdbi.withHandle(handle ->
                handle.createQuery("SELECT given FROM listen_entry WHERE message_id = :id::uuid")
                        .bind("id", id)
                        .mapTo(Boolean.class)
                        .one());
    }

    @Test
    void a_cursor_of_before_a_replay_passes_nothing_over() {
        InboundTest.Source source = source();
        List<String> sent = send(source, 50);
        Exchange first = ask(source, "wait=0");
        assertThat(ids(first)).isEqualTo(sent);
        List<String> later = send(source, 50);
        String last = sent.getLast();
        ask(source, "wait=0&after=" + cursor(first));
        inbound.message(last, "succeeded");
        inbound.call("POST", "/v1/inbound-messages/" + last + "/replay");
        inbound.message(last, "queued");

        assertThat(ids(ask(source, "wait=0&after=" + cursor(first)))).isEqualTo(later);
        assertThat(ids(ask(source, "wait=0&after=" + last)))
                .as("the place at which it was given")
                .isEqualTo(later);
        Exchange rest = ask(source, "wait=0&after=" + cursor(ask(source, "wait=0")));
        assertThat(ids(rest)).containsExactly(last);
    }

    private static String cursor(Exchange answer) {
        return answer.json().at("/meta/next_cursor").asString();
    }

    @Test
    void a_cursor_that_no_answer_had_is_refused() {
        InboundTest.Source source = source();
        String id = send(source, "{}");

        for (String after : List.of(id + ".2", id + ".", "1", "x")) {
            Exchange refused =
                    inbound.get("/v1/inbound-endpoints/" + source.id() + "/listen?after=" + after);
            assertThat(refused.code()).as(after).isEqualTo("INVALID_REQUEST");
        }
        assertThat(ids(ask(source, "wait=0"))).containsExactly(id);
    }

    @Test
    void who_listens_on_a_server_that_died_counts_until_its_lease_is_over() {
        InboundTest.Source source = source();
        String sent = send(source, "{}");
        inbound.jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO listen_server (environment_id, endpoint_id, server, alive_until)
                                SELECT environment_id, id, gen_random_uuid(), 'infinity'
                                  FROM endpoint
                                 WHERE id = :id::uuid
                                """)
                        .bind("id", source.id())
                        .execute());
        assertThat(ids(ask(source, "wait=0"))).isEmpty();

        expireLeases(source);

        assertThat(ids(ask(source, "wait=0"))).containsExactly(sent);
    }

    private static void expireLeases(InboundTest.Source source) {
        inbound.jdbi.useHandle(handle ->
                handle.createUpdate(
                                "UPDATE listen_server SET alive_until = now() - interval '1 s' WHERE endpoint_id = :id::uuid")
                        .bind("id", source.id())
                        .execute());
    }

    @Test
    void what_was_given_to_who_asked_while_a_server_was_thought_gone_is_not_streamed_as_well() {
        InboundTest.Source source = source();
        try (TestListener listener =
                TestListener.connect(inbound.app, "window=1&endpoint_id=" + source.id())) {
            awaitListenedTo(source);
            String first = send(source, "{}");
            assertThat(listener.next().path("message_id").asString()).isEqualTo(first);
            String second = send(source, "{}");

            List<String> given =
                    OutboundTest.poll(
                            "what is given when the lease has lapsed",
                            () -> {
                                expireLeases(source);
                                return ids(ask(source, "wait=0"));
                            },
                            ids -> !ids.isEmpty());

            assertThat(given).isEqualTo(List.of(first, second));
            awaitCome(second);
            expireLeases(source);
            inbound.message(second, "succeeded");
            assertThat(ids(ask(source, "wait=0"))).as("somebody listens again").isEmpty();
            listener.goOn();
            String third = send(source, "{}");
            assertThat(listener.takes()).isEqualTo(third);
        }
    }

    @Test
    void what_is_cleared_away_is_missed_by_nobody_if_it_could_be_given_no_longer() {
        InboundTest.Source source = source();
        try (TestListener listener = listen(source)) {
            String taken = send(source, "{}");
            assertThat(listener.takes()).isEqualTo(taken);
            inbound.message(taken, "succeeded");
        }
        inbound.jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                WITH old AS (
                                    UPDATE listen_entry SET entered_at = '2001-01-01' WHERE endpoint_id = :id::uuid
                                    RETURNING *
                                )
                                INSERT INTO listen_entry
                                SELECT environment_id, endpoint_id, position + 1, :gone::uuid, fence, expires_on,
                                       received_at, content_type, size_bytes, given, broken, '2001-01-01'
                                  FROM old
                                """)
                        .bind("id", source.id())
                        .bind("gone", "01935abc-def0-7000-8000-000000000000")
                        .execute());

        int removed =
                OldEntryStore.remove(inbound.jdbi, Instant.parse("2001-01-02T00:00:00Z"), 100);

        assertThat(removed).isEqualTo(2);
        long removedTo =
                inbound.jdbi.withHandle(handle ->
                        handle.createQuery(
                                        "SELECT removed_to FROM listen_line WHERE endpoint_id = :id::uuid")
                                .bind("id", source.id())
                                .mapTo(Long.class)
                                .one());
        assertThat(removedTo).isEqualTo(1);
    }

    @Test
    void a_listener_for_whom_something_is_in_line_no_longer_is_told_to_connect_again() {
        InboundTest.Source source = source();
        try (TestListener listener = listen(source)) {
            awaitListenedTo(source);
            inbound.jdbi.useHandle(handle ->
                    handle.createUpdate(
                                    "UPDATE listen_line SET last_position = 100, removed_to = 100 WHERE endpoint_id = :id::uuid")
                            .bind("id", source.id())
                            .execute());
            String sent = send(source, "{}");
            assertThat(listener.closedWith()).isEqualTo(4410);

            try (TestListener again = listen(source)) {
                assertThat(again.takes()).isEqualTo(sent);
            }
        }
    }

    @Test
    void a_result_may_come_over_a_later_connection() {
        InboundTest.Source source = source();
        String query = "confirm=results&endpoint_id=" + source.id();
        String sent = send(source, "{}");
        try (TestListener before = TestListener.connect(inbound.app, query)) {
            assertThat(before.next().path("message_id").asString()).isEqualTo(sent);
        }
        awaitListeners(0);
        try (TestListener later = TestListener.connect(inbound.app, query)) {
            // It comes again, since nobody has said what became of it; the result does.
            assertThat(later.forwards(200)).isEqualTo(sent);
            later.send(
                    "{\"type\":\"delivery_result\",\"message_id\":\"%s\",\"status_code\":503,\"latency_ms\":1}"
                            .formatted(sent));

            JsonNode message =
                    inbound.message(sent, found -> found.path("attempt_count").asInt() == 2);

            assertThat(message.path("status").asString()).isEqualTo("succeeded");
        }
    }

    private static void awaitListeners(int count) {
        awaitMetric("hookbridge_listeners " + count + ".0");
    }

    @Test
    void bodies_of_many_megabytes_arrive_byte_for_byte_over_a_websocket_and_for_who_asks()
            throws IOException {
        InboundTest.Source source = source();
        byte[] binary = new byte[5_000_001];
        new Random(1).nextBytes(binary);
        String text = "[\"" + "\u00fc".repeat(3_000_000) + "\"]";
        InboundTest.accepted(
                inbound.to(source)
                        .header("Content-Type", "application/octet-stream")
                        .raw(binary)
                        .send());
        send(source, text);

        JsonNode asked = ask(source, "wait=0").data().path(0);
        assertThat(Base64.getDecoder().decode(asked.path("body").asString())).isEqualTo(binary);
        forgetGiven(source);
        try (TestListener listener = TestListener.connect(another, "endpoint_id=" + source.id())) {
            JsonNode first = listener.next();
            assertThat(Base64.getDecoder().decode(first.path("body").asString())).isEqualTo(binary);
            listener.goOn();
            JsonNode second = listener.next();
            assertThat(second.path("body").path(0).asString())
                    .hasSize(3_000_000)
                    .matches("\u00fc+");
            assertThat(second.path("size_bytes").asInt()).isEqualTo(6_000_004);
        }
        awaitMetric("hookbridge_listen_bytes 0.0");
    }

    @Test
    void a_request_that_is_held_ends_with_a_message_on_another_server_and_when_somebody_listens() {
        InboundTest.Source source = source();
        var message =
                new Thread(() -> {
                    awaitWaiting();
                    another.client().post(source.path()).json("{}").send();
                });
        message.start();
        Exchange held = ask(source, "wait=30");
        assertThat(held.data()).hasSize(1);
        ask(source, "wait=0&after=" + held.json().at("/meta/next_cursor").asString());

        List<TestListener> listeners = new ArrayList<>();
        var listen =
                new Thread(() -> {
                    awaitWaiting();
                    listeners.add(TestListener.connect(another, "endpoint_id=" + source.id()));
                });
        listen.start();
        assertThat(ask(source, "wait=30").data()).isEmpty();
        OutboundTest.poll("the listener", listeners::size, count -> count == 1);
        String sent = send(source, "{}");
        assertThat(ask(source, "").data()).isEmpty();
        assertThat(listeners.getFirst().takes()).isEqualTo(sent);
        listeners.getFirst().close();
    }

    private static void awaitWaiting() {
        awaitMetric("hookbridge_listen_waiting 1.0");
    }

    private static void awaitNobodyWaiting() {
        awaitMetric("hookbridge_listen_waiting 0.0");
    }

    private static void awaitMetric(String line) {
        OutboundTest.poll(
                line,
                () -> inbound.app.admin().get("/metrics").send().text(),
                text -> text.contains(line));
    }

    @Test
    void who_may_not_listen_is_refused_before_the_upgrade() {
        InboundTest.Source forwards = inbound.source("/hook", Map.of());
        InboundTest.Source paused = source();
        inbound.call("POST", "/v1/inbound-endpoints/" + paused.id() + "/pause");
        int port = inbound.app.port();
        InboundTest.Source source = source();

        assertThat(TestListener.refused(port, "endpoint_id=" + forwards.id(), TestApp.KEY))
                .isEqualTo(400);
        assertThat(TestListener.refused(port, "window=2", TestApp.KEY)).isEqualTo(400);
        assertThat(TestListener.refused(port, "endpoint_id=" + paused.id(), TestApp.KEY))
                .isEqualTo(503);
        assertThat(TestListener.refused(port, "endpoint_id=" + source.id(), "hb_live_no"))
                .isEqualTo(401);
        assertThat(
                        TestListener.refused(
                                port,
                                "endpoint_id=" + source.id(),
                                inbound.app.keyOfAnotherTenant()))
                .isEqualTo(404);
        Exchange noHandshake = inbound.get("/v1/listen?endpoint_id=" + source.id());
        assertThat(noHandshake.status()).isEqualTo(400);
    }

    @Test
    void the_stream_ends_when_the_endpoint_is_paused_changes_its_mode_or_is_deleted() {
        InboundTest.Source source = source();
        try (TestListener listener = listen(source)) {
            inbound.call("POST", "/v1/inbound-endpoints/" + source.id() + "/pause");
            assertThat(listener.closedWith()).isEqualTo(4423);
        }
        inbound.call("POST", "/v1/inbound-endpoints/" + source.id() + "/resume");
        try (TestListener there = TestListener.connect(another, "endpoint_id=" + source.id())) {
            inbound.patch(
                    source,
                    Map.of("mode", "forward", "url", inbound.application.url("/from-now-on")));
            assertThat(there.closedWith()).isEqualTo(4404);
        }
        inbound.patch(source, Map.of("mode", "cli"));
        try (TestListener listener = listen(source)) {
            inbound.call("DELETE", "/v1/inbound-endpoints/" + source.id());
            assertThat(listener.closedWith()).isEqualTo(4404);
        }
    }

    @Test
    void what_was_stored_for_listeners_is_forwarded_after_a_change_of_mode() {
        InboundTest.Source source = source();
        String id = send(source, "{\"kept\":true}");

        inbound.patch(source, Map.of("mode", "forward", "url", inbound.application.url("/kept")));

        assertThat(inbound.forwarded(id).path()).isEqualTo("/kept");
    }

    @Test
    void an_application_ping_is_answered_and_what_is_no_message_ends_the_stream() {
        InboundTest.Source source = source();
        try (TestListener listener = listen(source)) {
            listener.send("{\"type\":\"ping\"}");
            assertThat(listener.next().path("type").asString()).isEqualTo("pong");
            listener.goOn();
            listener.send("{\"type\":\"unheard of\"}");
            listener.send("no JSON");
            assertThat(listener.closedWith()).isEqualTo(1007);
        }
        try (TestListener listener = listen(source)) {
            listener.send("x".repeat(65 * 1024));
            assertThat(listener.closedWith()).isEqualTo(1009);
        }
    }

    @Test
    void a_message_that_ended_two_connections_goes_out_without_its_body() {
        InboundTest.Source source = source();
        String first = send(source, "{}");
        String killer = send(source, "{\"deadly\":true}");
        String last = send(source, "{}");
        for (int i = 0; i < 2; i++) {
            try (TestListener listener = listen(source)) {
                if (i == 0) {
                    assertThat(listener.takes()).isEqualTo(first);
                    inbound.message(first, "succeeded");
                }
                assertThat(listener.next().path("message_id").asString()).isEqualTo(killer);
                listener.vanish();
            }
            int ended = i + 1;
            OutboundTest.poll(
                    "the end of a connection",
                    () ->
                            inbound.jdbi.withHandle(handle ->
                                    handle.createQuery(
                                                    "SELECT broken FROM listen_entry WHERE message_id = :id::uuid")
                                            .bind("id", killer)
                                            .mapTo(Integer.class)
                                            .one()),
                    broken -> broken == ended);
        }

        JsonNode asked = ask(source, "wait=0").data();
        assertThat(asked.path(0).path("message_id").asString()).isEqualTo(killer);
        assertThat(asked.path(0).path("body").path("deadly").asBoolean())
                .as("who asks gets the body all the same")
                .isTrue();
        forgetGiven(source);
        try (TestListener listener = listen(source)) {
            JsonNode bare = listener.next();
            assertThat(bare.path("message_id").asString()).isEqualTo(killer);
            assertThat(bare.has("body")).isFalse();
            assertThat(bare.path("body_error").asString()).isNotEmpty();
            listener.goOn();
            assertThat(listener.next().path("message_id").asString()).isEqualTo(last);
        }
    }

    /** As if nobody had asked. */
    private static void forgetGiven(InboundTest.Source source) {
        inbound.jdbi.useHandle(handle ->
                handle.createUpdate(
                                "UPDATE listen_entry SET given = false WHERE endpoint_id = :id::uuid")
                        .bind("id", source.id())
                        .execute());
    }

    @Test
    void a_server_that_ends_says_so() {
        InboundTest.Source source = source();
        TestApp third = inbound.app.another();
        try (TestListener listener = TestListener.connect(third, "endpoint_id=" + source.id())) {
            third.close();
            assertThat(listener.closedWith()).isEqualTo(1001);
        }
    }
}
