package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A path leads somewhere in one spelling only. */
@Tag("unit")
class PathSpellingTest {

    private static final HttpServer SERVER =
            new HttpServer(
                    new HttpServer.Listen("127.0.0.1", 0, 8, Duration.ofSeconds(5), false),
                    List.of(
                            Route.open("GET", "/a/logs", _ -> Answer.ok("the logs")),
                            Route.open("GET", "/a/one/{id}", call -> Answer.ok(call.path("id")))),
                    _ -> {
                        throw new AssertionError("every route here is open");
                    },
                    _ -> Optional.empty(),
                    new Uuid7(InstantSource.system()),
                    new SimpleMeterRegistry());

    @BeforeAll
    static void start() throws IOException {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    private static Exchange get(String path) {
        return CheckedHttpClient.ofLocalPort(SERVER.port()).get(path).send();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/%6Cogs",
                "/a/logs;x=1",
                "/a/x/../logs",
                "/a/./logs",
                "/a;/logs",
                "/%61/one/1"
            })
    void another_spelling_is_not_found_and_the_right_one_is_explained(String path) {
        Exchange answer = get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.message()).contains("without percent-encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//a/logs", "/a//logs", "/a/logs//", "/a/one//1"})
    void a_double_slash_is_not_found_and_named(String path) {
        Exchange answer = get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
        assertThat(answer.message()).contains("double slash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/logs/", "/A/logs", "/a/LOGS", "/a"})
    void another_path_is_just_not_found(String path) {
        assertThat(get(path).message()).startsWith("there is no such path, see /docs");
    }

    @Test
    void a_variable_is_taken_as_it_is_written() {
        assertThat(get("/a/one/a-1").data().asString()).isEqualTo("a-1");
        assertThat(get("/a/one/a%2D1").data().asString()).isEqualTo("a%2D1");
    }
}
