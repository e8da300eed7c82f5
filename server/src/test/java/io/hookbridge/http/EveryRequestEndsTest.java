package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Patience;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whatever is thrown: a request gets an answer or loses its connection, and keeps nothing. */
@Tag("unit")
class EveryRequestEndsTest {

    private static final Route.Handler FAILING =
            _ -> {
                throw fault();
            };
    private static final Route.LaterHandler FAILING_AT_ONCE =
            _ -> {
                throw fault();
            };
    private static final Route.Refusals WORDLESS =
            (_, _, _) -> {
                throw fault();
            };

    private static final HeldCalls held = new HeldCalls();

    private static Strangers strangers;

    @BeforeAll
    static void start() throws IOException {
        strangers =
                Strangers.of(
                        2,
                        Bounds.usual(),
                        Route.open("GET", "/fine", _ -> Answer.ok("fine")),
                        post("/error", FAILING),
                        post("/error-on-the-loop", Route.later(FAILING_AT_ONCE)),
                        post("/error-later", Route.later(_ -> failingLater())),
                        post(
                                "/nothing-later",
                                Route.later(_ -> CompletableFuture.completedStage(null))),
                        post("/unwritable", _ -> unwritable()),
                        post(
                                "/unwritable-later",
                                Route.later(_ -> CompletableFuture.completedStage(unwritable()))),
                        post("/without-words", _ -> Answer.ok(new Wordless(1))),
                        post("/refusing", FAILING).refusing(WORDLESS),
                        Route.api("POST", "/asking", Permission.SEND, FAILING),
                        Route.open("GET", "/streamed", _ -> streamed()),
                        held.route());
    }

    @AfterAll
    static void stop() {
        strangers.close();
    }

    private static Route post(String path, Route.Handler handler) {
        return Route.open("POST", path, handler);
    }

    private static LinkageError fault() {
        return new LinkageError("a class is missing");
    }

    private static CompletionStage<Answer> failingLater() {
        return CompletableFuture.supplyAsync(() -> {
            throw fault();
        });
    }

    private static Answer unwritable() {
        return Answer.ok("fine").header("X-Lines", "one\ntwo");
    }

    private static Answer streamed() {
        return new Answer.Streamed(
                200,
                "application/octet-stream",
                2L * StreamedBody.PIECE_BYTES,
                out -> {
                    out.write(new byte[StreamedBody.PIECE_BYTES]);
                    throw fault();
                },
                Map.of());
    }

    /** What cannot be written as JSON. */
    public record Wordless(int number) {

        @Override
        public int number() {
            throw fault();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/error",
                "/error-on-the-loop",
                "/error-later",
                "/nothing-later",
                "/unwritable",
                "/unwritable-later",
                "/without-words",
                "/refusing",
                "/asking",
            })
    void a_fault_is_told_and_what_follows_it_is_answered(String path) throws IOException {
        try (Strangers.Line line = strangers.line()) {
            line.send(
                    "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}".formatted(path)
                            + "GET /fine HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(line.answer())
                    .startsWith("HTTP/1.1 500")
                    .contains("INTERNAL_ERROR")
                    .doesNotContain("X-Lines", "a class is missing");
            assertThat(line.answer()).startsWith("HTTP/1.1 200").contains("fine");
        }
        assertNothingIsKept();
    }

    @Test
    void a_fault_within_a_streamed_answer_ends_the_connection() throws IOException {
        try (Strangers.Line line = strangers.line()) {
            line.send("GET /streamed HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(line.rest()).hasSizeLessThan(2 * StreamedBody.PIECE_BYTES);
        }
        assertNothingIsKept();
    }

    @Test
    void who_closes_only_its_own_side_has_gone_and_may_still_read_the_answer() throws Exception {
        try (Strangers.Line line = strangers.line()) {
            line.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(held.next()).isEqualTo("held");

            line.end();

            assertThat(held.next()).isEqualTo("gone");
            assertThat(line.answer()).startsWith("HTTP/1.1 200").contains("still reads");
            assertThat(held.next()).isEqualTo("answered");
        }
        assertNothingIsKept();
    }

    @Test
    void that_a_caller_has_closed_its_connection_is_told_while_its_answer_is_held()
            throws Exception {
        try (Strangers.Line line = strangers.line()) {
            line.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(held.next()).isEqualTo("held");
        }
        assertThat(held.next()).isEqualTo("gone");
        assertThat(held.next()).endsWith("answered");
        assertNothingIsKept();
    }

    private static void assertNothingIsKept() {
        Patience.until(
                "all is given back",
                () ->
                        strangers.server().unanswered() == 0
                                && strangers.server().bytesInFlight() == 0);
    }
}
