package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Callers who take their time, or send much at once, get what is theirs and keep nobody else from
 * anything. Counted, not timed.
 */
@Tag("unit")
class SlowSendersTest {

    private static final int PLACES = 4;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final Route ECHO =
            Route.open("POST", "/echo", call -> Answer.ok(call.bytes().length));
    private static final Route LARGE = ECHO.taking(8 * MEBIBYTE);
    private static final Route SMALL = Route.open("GET", "/small", _ -> Answer.ok("fine"));

    @Test
    void bodies_that_trickle_take_no_places_of_handlers() throws IOException {
        Deque<AutoCloseable> held = new ArrayDeque<>();
        try (Strangers strangers = Strangers.of(PLACES, Bounds.usual(), ECHO, SMALL)) {
            for (int i = 0; i < 520; i++) {
                Strangers.Line line = strangers.line();
                held.push(line);
                line.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\nx");
            }
            Patience.until(
                    "all bodies are awaited",
                    () -> strangers.server().bytesInFlight() >= 520L * 60_000);

            for (int i = 0; i < 3 * PLACES; i++) {
                try (Strangers.Line other = strangers.line()) {
                    assertThat(other.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n").answer())
                            .startsWith("HTTP/1.1 200");
                }
            }
        } finally {
            closeAll(held);
        }
    }

    @Test
    void large_bodies_of_one_key_have_a_bound_and_what_is_beyond_is_refused_before_it_is_sent()
            throws IOException {
        Deque<AutoCloseable> held = new ArrayDeque<>();
        InFlight.Shares shares =
                new InFlight.Shares(64L * MEBIBYTE, 64L * MEBIBYTE, 16L * MEBIBYTE);
        try (Strangers strangers = Strangers.of(PLACES, with(shares), LARGE, SMALL)) {
            int length = 8 * MEBIBYTE - 2 * InFlight.REQUEST_BYTES;
            int refused = 0;
            for (int i = 0; i < 111; i++) {
                Strangers.Line line = strangers.line();
                held.push(line);
                line.send(
                        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nAuthorization: Bearer one\r\nContent-Length: "
                                + length
                                + "\r\n\r\n");
                String answer = line.answer();
                if (answer.startsWith("HTTP/1.1 429")) {
                    refused++;
                    assertThat(answer)
                            .contains("RATE_LIMITED", "Retry-After: 1", "Connection: close");
                } else {
                    assertThat(answer).startsWith("HTTP/1.1 100");
                }
            }
            assertThat(refused).isEqualTo(109);
            assertThat(strangers.server().bytesInFlight()).isBetween(2L * length, 16L * MEBIBYTE);

            try (Strangers.Line other = strangers.line()) {
                other.send(
                        "POST /echo HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer two\r\nContent-Length: 2\r\n\r\n{}");
                assertThat(other.answer()).startsWith("HTTP/1.1 200");
            }
        } finally {
            closeAll(held);
        }
    }

    @Test
    void what_a_body_held_is_given_back_with_its_answer_and_with_its_sender() throws IOException {
        try (Strangers strangers = Strangers.of(PLACES, Bounds.usual(), LARGE)) {
            try (Strangers.Line line = strangers.line()) {
                String body = "x".repeat(MEBIBYTE);
                line.send(
                        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n" + body);
                assertThat(line.answer()).contains("\"data\":1048576");
                Patience.until("it is given back", () -> strangers.server().bytesInFlight() == 0);
                line.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\nx");
                Patience.until("it is held", () -> strangers.server().bytesInFlight() > 0);
            }
            Patience.until("it is given back", () -> strangers.server().bytesInFlight() == 0);
        }
    }

    @Test
    void a_node_without_room_asks_to_come_back_and_chunks_count_as_they_come() throws IOException {
        InFlight.Shares shares = new InFlight.Shares(100_000, 100_000, 100_000);
        try (Strangers strangers = Strangers.of(PLACES, with(shares), LARGE);
                Strangers.Line line = strangers.line();
                Strangers.Line chunked = strangers.line()) {
            line.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n\r\n");
            assertThat(line.answer())
                    .startsWith("HTTP/1.1 503")
                    .contains("SERVICE_UNAVAILABLE", "Retry-After: 1");
            chunked.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n186A1\r\n"
                            + "x".repeat(100_001));
            assertThat(chunked.answer()).startsWith("HTTP/1.1 503");
        }
    }

    @Test
    void what_a_request_takes_beside_its_body_is_asked_for_before_a_byte_of_that_comes()
            throws IOException {
        InFlight.Shares shares = new InFlight.Shares(InFlight.REQUEST_BYTES, 1_000_000, 1_000_000);
        try (Strangers strangers = Strangers.of(PLACES, with(shares), LARGE);
                Strangers.Line line = strangers.line()) {
            line.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(line.answer()).startsWith("HTTP/1.1 503").contains("has no room");
        }
    }

    @Test
    void a_caller_that_is_gone_before_its_body_was_asked_for_keeps_no_room() throws Exception {
        Bounds patient =
                new Bounds(
                        ConnectionLimits.USUAL,
                        Bounds.usual().bodies(),
                        new Pace(Patience.NEVER, MEBIBYTE),
                        Bounds.usual().leaving());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Route.Handler slow =
                _ -> {
                    begun.countDown();
                    await(mayEnd);
                    return Answer.ok("fine");
                };
        try (Strangers strangers =
                        Strangers.of(1, patient, LARGE, Route.open("GET", "/slow", slow));
                Strangers.Line other = strangers.line();
                Strangers.Line gone = strangers.line()) {
            other.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            begun.await();
            gone.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n");
            Patience.until("it waits for the place", () -> strangers.server().bytesInFlight() > 0);
            gone.close();
            Patience.until("it is gone", () -> strangers.server().connections() == 1);
            mayEnd.countDown();
            Patience.until("it is given back", () -> strangers.server().bytesInFlight() == 0);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_body_that_does_not_come_in_time_is_not_waited_for() throws IOException {
        Bounds hurried =
                new Bounds(
                        ConnectionLimits.USUAL,
                        Bounds.usual().bodies(),
                        new Pace(Duration.ofMillis(50), MEBIBYTE),
                        Bounds.usual().leaving());
        try (Strangers strangers = Strangers.of(PLACES, hurried, ECHO);
                Strangers.Line line = strangers.line()) {
            line.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\nx");
            assertThat(line.answer())
                    .startsWith("HTTP/1.1 503")
                    .contains("did not come in time", "Retry-After: 1");
        }
    }

    @Test
    void a_reader_that_stops_reading_ends_the_answer_and_the_connection() throws IOException {
        Bounds hurried =
                new Bounds(
                        ConnectionLimits.USUAL,
                        Bounds.usual().bodies(),
                        Bounds.usual().arriving(),
                        new Pace(Duration.ofMillis(50), 1000 * MEBIBYTE));
        CountDownLatch ended = new CountDownLatch(1);
        Answer streamed =
                new Answer.Streamed(
                        200,
                        "application/octet-stream",
                        Long.MAX_VALUE,
                        out -> writeForEver(out, ended),
                        Map.of());
        Answer whole =
                new Answer.Raw(200, "application/octet-stream", new byte[32 * MEBIBYTE], Map.of());
        try (Strangers strangers =
                Strangers.of(
                        PLACES,
                        hurried,
                        Route.open("GET", "/streamed", _ -> streamed),
                        Route.open("GET", "/whole", _ -> whole))) {
            for (String path : List.of("/streamed", "/whole")) {
                try (Strangers.Line line = strangers.line()) {
                    line.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
                    // The head shows that the connection was there.
                    assertThat(line.head()).startsWith("HTTP/1.1 200");
                    Patience.until(
                            path + " is not written for ever",
                            () -> strangers.server().connections() == 0);
                }
            }
            assertThat(ended.getCount()).isZero();
        }
    }

    private static void writeForEver(OutputStream out, CountDownLatch ended) throws IOException {
        try {
            while (true) {
                out.write(new byte[65_536]);
            }
        } finally {
            ended.countDown();
        }
    }

    @Test
    void a_refused_body_is_not_asked_for() throws IOException {
        try (Strangers strangers = Strangers.of(PLACES, Bounds.usual(), ECHO);
                Strangers.Line tooLarge = strangers.line();
                Strangers.Line nowhere = strangers.line()) {
            tooLarge.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 70000\r\n\r\n");
            assertThat(tooLarge.answer())
                    .startsWith("HTTP/1.1 400")
                    .contains("PAYLOAD_TOO_LARGE", "Connection: close");
            nowhere.send(
                    "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 7\r\n\r\n");
            assertThat(nowhere.answer()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void connections_have_a_bound_in_all_and_for_each_address() throws IOException {
        for (ConnectionLimits limits :
                List.of(ConnectionLimits.of(100, 2), ConnectionLimits.of(2, 100))) {
            Bounds bounds = Bounds.usual().with(limits);
            try (Strangers strangers = Strangers.of(PLACES, bounds, SMALL);
                    Strangers.Line first = strangers.line();
                    Strangers.Line second = strangers.line()) {
                List<String> answers = new ArrayList<>();
                for (Strangers.Line line : List.of(first, second)) {
                    answers.add(line.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n").answer());
                }
                assertThat(answers).allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
                try (Strangers.Line third = strangers.line()) {
                    assertThat(third.answer()).isEmpty();
                }
                first.close();
                Patience.until("one is closed", () -> strangers.server().connections() == 1);
                try (Strangers.Line third = strangers.line()) {
                    assertThat(third.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n").answer())
                            .startsWith("HTTP/1.1 200");
                }
            }
        }
    }

    @Test
    void a_connection_on_which_nothing_happens_is_closed_after_its_time() throws IOException {
        ConnectionLimits hasty = new ConnectionLimits(100, 100, Duration.ofMillis(100));
        try (Strangers strangers = Strangers.of(PLACES, Bounds.usual().with(hasty), SMALL);
                Strangers.Line fresh = strangers.line();
                Strangers.Line used = strangers.line()) {
            used.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(used.rest()).startsWith("HTTP/1.1 200").containsOnlyOnce("HTTP/1.1");
            assertThat(fresh.rest()).isEmpty();
        }
    }

    private static Bounds with(InFlight.Shares shares) {
        Bounds usual = Bounds.usual();
        return new Bounds(usual.connections(), shares, usual.arriving(), usual.leaving());
    }

    private static void closeAll(Deque<AutoCloseable> held) {
        held.forEach(it -> {
            try {
                it.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
    }
}
