package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What requests over one connection of HTTP/2 hold, and what becomes of one beside the others. */
@Tag("unit")
class Http2SharesTest {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final byte[] LARGEST_WINDOW = {0x7f, 0, 0, 0};
    private static final byte[] CANCELLED = {0, 0, 0, Http2Line.CANCEL};

    @TempDir private static Path folder;
    private static final CountDownLatch mayEnd = new CountDownLatch(1);
    private static final CountDownLatch downloading = new CountDownLatch(1);
    private static Strangers strangers;

    @BeforeAll
    static void start() throws Exception {
        Bounds bounds =
                new Bounds(
                        ConnectionLimits.USUAL,
                        new InFlight.Shares(40_000, 20_000, 20_000),
                        new Pace(Duration.ofMillis(50), MEBIBYTE),
                        Bounds.usual().leaving());
        strangers =
                Strangers.overTls(
                        4,
                        bounds,
                        new TestTls(folder),
                        Route.open("GET", "/a", call -> Answer.ok(call.target())),
                        Route.open("POST", "/a", call -> Answer.ok(call.bytes().length)),
                        Route.open("GET", "/slow", _ -> slow()),
                        Route.open("GET", "/endless", _ -> endless()),
                        Route.open("GET", "/cookies", Http2SharesTest::cookies));
    }

    @AfterAll
    static void stop() {
        strangers.close();
    }

    private static Answer slow() {
        try {
            mayEnd.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Answer.ok("slow");
    }

    private static Answer endless() {
        Answer.Streamed.Body body =
                out -> {
                    while (true) {
                        out.write(new byte[StreamedBody.PIECE_BYTES]);
                        downloading.countDown();
                    }
                };
        return new Answer.Streamed(200, "application/octet-stream", Long.MAX_VALUE, body, Map.of());
    }

    private static Answer cookies(Call call) {
        return Answer.ok(call.cookie("c0").orElse("?") + call.cookie("c149").orElse("?"));
    }

    @Test
    void heads_take_room_until_they_are_answered() throws Exception {
        String[] large = Http2Line.request("GET", "/slow", "x", "y".repeat(12_000));
        try (Http2Line line = strangers.http2()) {
            line.head(Http2Line.END_STREAM, 1, large).send();
            Patience.until("the first takes it", () -> strangers.server().bytesInFlight() > 12_000);
            line.head(Http2Line.END_STREAM, 3, large).send();
            assertThat(line.answer(3).status()).isEqualTo("429");
            mayEnd.countDown();
            assertThat(line.answer(1).status()).isEqualTo("200");
        }
        Patience.until("it is given back", () -> strangers.server().bytesInFlight() == 0);
    }

    @Test
    void a_refused_body_is_dropped_while_its_answer_waits_for_its_reader() throws Exception {
        try (Http2Line line = strangers.http2()) {
            line.frame(Http2Line.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0})
                    .head(0, 1, Http2Line.request("POST", "/nowhere"));
            for (int i = 0; i < 4; i++) {
                line.frame(Http2Line.DATA, 0, 1, "x".repeat(16_000));
            }
            line.send();

            // Who gets a window back has sent what nobody keeps.
            assertThat(line.next(Http2Line.WINDOW_UPDATE, 1).payload()).hasSize(4);
            line.frame(Http2Line.WINDOW_UPDATE, 0, 1, new byte[] {0, 0, 64, 0}).send();
            assertThat(line.next(Http2Line.DATA, 1).flags() & Http2Line.END_STREAM).isPositive();
        }
    }

    @Test
    void a_body_of_no_length_that_does_not_end_is_not_waited_for() throws Exception {
        String[] empty = Http2Line.request("POST", "/a", "content-length", "0");
        try (Http2Line line = strangers.http2()) {
            line.head(0, 1, empty).frame(Http2Line.DATA, Http2Line.END_STREAM, 1, "").send();
            assertThat(line.answer(1).body()).contains("\"data\":0");
            line.head(0, 3, empty).send();
            assertThat(line.answer(3).body()).contains("did not come in time");
        }
    }

    @Test
    void cookies_in_lines_of_their_own_are_one_header() throws Exception {
        String[] head = Http2Line.request("GET", "/cookies");
        int length = head.length;
        head = Arrays.copyOf(head, length + 2 * 150);
        for (int i = 0; i < 150; i++) {
            head[length + 2 * i] = "cookie";
            head[length + 2 * i + 1] = "c" + i + "=v" + i;
        }
        try (Http2Line line = strangers.http2()) {
            Http2Line.StreamAnswer answer =
                    line.head(Http2Line.END_STREAM, 1, head).send().answer(1);
            assertThat(answer.body()).contains("\"v0v149\"");
        }
    }

    @Test
    void whoever_cancels_a_download_keeps_the_connection() throws Exception {
        try (Http2Line line = strangers.http2()) {
            line.frame(Http2Line.WINDOW_UPDATE, 0, 0, LARGEST_WINDOW)
                    .get(1, "/endless")
                    .frame(Http2Line.WINDOW_UPDATE, 0, 1, LARGEST_WINDOW)
                    .send();
            // Not read on: what is written waits for this side.
            downloading.await();
            line.frame(Http2Line.RST_STREAM, 0, 1, CANCELLED).get(3, "/a").send();
            assertThat(line.answer(3).status()).isEqualTo("200");
        }
    }
}
