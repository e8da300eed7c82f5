package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Frames that cost the sender little and the server much have a bound; whoever goes beyond it loses
 * the connection. Each attack sends just so much that its last frame is the one too many, so that
 * nothing is left unread that would reset the connection before it tells why.
 */
@Tag("unit")
class Http2FloodsTest {

    private static final int AT_ONCE = FrameAllowance.AT_ONCE;

    @TempDir private static Path folder;
    private static Strangers strangers;

    @BeforeAll
    static void start() throws Exception {
        strangers =
                Strangers.overTls(
                        4,
                        Bounds.usual(),
                        new TestTls(folder),
                        Route.open("GET", "/a", call -> Answer.ok(call.target())),
                        Route.open("POST", "/a", call -> Answer.ok(call.bytes().length)));
    }

    @AfterAll
    static void stop() {
        strangers.close();
    }

    private static Http2Line line() throws IOException {
        return strangers.http2();
    }

    /** The connection is ended with the reason, and others are served. */
    private static void assertEnded(Http2Line line) throws IOException {
        Http2Line.Frame goAway = line.next(Http2Line.GOAWAY, 0);
        assertThat(goAway.error()).isEqualTo(Http2Line.ENHANCE_YOUR_CALM);
        try (Http2Line other = line()) {
            assertThat(other.get(1, "/a").send().answer(1).status()).isEqualTo("200");
        }
    }

    @Test
    void pings() throws Exception {
        try (Http2Line line = line()) {
            for (int i = 0; i <= AT_ONCE; i++) {
                line.frame(Http2Line.PING, 0, 0, new byte[8]);
            }
            assertEnded(line.send());
        }
    }

    @Test
    void settings() throws Exception {
        try (Http2Line line = line()) {
            for (int i = 0; i <= AT_ONCE / 100; i++) {
                line.frame(Http2Line.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, (byte) i});
            }
            assertEnded(line.send());
        }
    }

    @Test
    void rapid_resets() throws Exception {
        try (Http2Line line = line()) {
            for (int i = 0; i <= 200; i++) {
                line.get(2 * i + 1, "/a")
                        .frame(
                                Http2Line.RST_STREAM,
                                0,
                                2 * i + 1,
                                new byte[] {0, 0, 0, Http2Line.CANCEL});
            }
            assertEnded(line.send());
        }
    }

    @Test
    void resets_that_the_server_is_made_to_send() throws Exception {
        try (Http2Line line = line()) {
            for (int i = 0; i <= 200; i++) {
                // No window grows by nothing.
                line.head(0, 2 * i + 1, Http2Line.request("POST", "/a"))
                        .frame(Http2Line.WINDOW_UPDATE, 0, 2 * i + 1, new byte[4]);
            }
            assertEnded(line.send());
        }
    }

    @Test
    void continuations() throws Exception {
        try (Http2Line line = line()) {
            line.frame(
                    Http2Line.HEADERS,
                    Http2Line.END_STREAM,
                    1,
                    Http2Line.block(Http2Line.request("GET", "/a")));
            for (int i = 0; i <= 16; i++) {
                line.frame(Http2Line.CONTINUATION, 0, 1, Http2Line.block("x", "y"));
            }
            assertEnded(line.send());
        }
    }

    @Test
    void empty_data() throws Exception {
        try (Http2Line line = line()) {
            line.head(0, 1, Http2Line.request("POST", "/a"));
            for (int i = 0; i <= 2; i++) {
                line.frame(Http2Line.DATA, 0, 1, new byte[0]);
            }
            assertEnded(line.send());
        }
    }

    @Test
    void bodies_in_crumbs() throws Exception {
        try (Http2Line line = line()) {
            line.head(0, 1, Http2Line.request("POST", "/a"));
            for (int i = 0; i <= AT_ONCE; i++) {
                line.frame(Http2Line.DATA, 0, 1, "x");
            }
            assertEnded(line.send());
        }
    }

    @Test
    void priorities() throws Exception {
        try (Http2Line line = line()) {
            for (int i = 0; i <= AT_ONCE; i++) {
                line.frame(Http2Line.PRIORITY, 0, 2 * i + 1, new byte[] {0, 0, 0, 0, 7});
            }
            assertEnded(line.send());
        }
    }

    @Test
    void windows_of_streams_that_are_closed() throws Exception {
        try (Http2Line line = line()) {
            assertThat(line.get(1, "/a").send().answer(1).status()).isEqualTo("200");
            for (int i = 0; i <= AT_ONCE; i++) {
                line.frame(Http2Line.WINDOW_UPDATE, 0, 1, new byte[] {0, 0, 0, 1});
            }
            assertEnded(line.send());
        }
    }

    @Test
    void frames_of_kinds_that_nobody_knows() throws Exception {
        try (Http2Line line = line()) {
            for (int i = 0; i <= AT_ONCE; i++) {
                line.frame(0x77, 0, 0, new byte[0]);
            }
            assertEnded(line.send());
        }
    }

    @Test
    void heads_without_end() throws Exception {
        try (Http2Line line = line()) {
            line.frame(
                    Http2Line.HEADERS,
                    Http2Line.END_STREAM,
                    1,
                    Http2Line.block(Http2Line.request("GET", "/a")));
            for (int i = 0; i < 12; i++) {
                line.frame(Http2Line.CONTINUATION, 0, 1, Http2Line.block("x", "y".repeat(16_000)));
            }
            line.send();
            assertThat(line.next(Http2Line.GOAWAY, 0).error()).isPositive();
        }
    }
}
