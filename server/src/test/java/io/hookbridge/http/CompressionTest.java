package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Tag("unit")
class CompressionTest {

    private static final String LONG = "all work and no play ".repeat(100);
    private static final byte[] BYTES = LONG.getBytes(StandardCharsets.UTF_8);

    private static final HttpServer SERVER =
            new HttpServer(
                    new HttpServer.Listen("127.0.0.1", 0, 8, Duration.ofSeconds(5), false),
                    List.of(
                            Route.open("GET", "/json", _ -> Answer.ok(LONG)),
                            Route.open("GET", "/short", _ -> Answer.ok("short")),
                            Route.open("GET", "/text", _ -> Answer.text(200, "text/plain", LONG)),
                            Route.open(
                                    "GET",
                                    "/bytes",
                                    _ ->
                                            new Answer.Raw(
                                                    200,
                                                    "application/octet-stream",
                                                    BYTES,
                                                    Map.of())),
                            streamed("/csv", BYTES.length),
                            streamed("/torn", BYTES.length + 1),
                            Route.open("GET", "/document", _ -> document()),
                            Route.page(
                                    "GET",
                                    "/page",
                                    Admission.ANYBODY,
                                    Route.Refusals.ENVELOPE,
                                    _ -> Answer.text(200, "text/html; charset=utf-8", LONG))),
                    _ -> {
                        throw new AssertionError("every route here is open");
                    },
                    _ -> Optional.empty(),
                    new Uuid7(InstantSource.system()),
                    new SimpleMeterRegistry());

    private static Route streamed(String path, long length) {
        return Route.open(
                "GET",
                path,
                _ ->
                        new Answer.Streamed(
                                200, "text/csv", length, out -> out.write(BYTES), Map.of()));
    }

    private static Answer document() {
        return Answer.document(
                "text/html; charset=utf-8", BYTES, Map.of("Cache-Control", "no-cache"));
    }

    @BeforeAll
    static void start() throws IOException {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    private static Exchange get(String path, String encodings) {
        return CheckedHttpClient.ofLocalPort(SERVER.port())
                .get(path)
                .header("Accept-Encoding", encodings)
                .send();
    }

    @ParameterizedTest
    @CsvSource({"/json", "/text", "/csv", "/document"})
    void text_is_compressed_for_who_takes_it_so(String path) {
        Exchange compressed = get(path, "br, gzip;q=0.5");
        Exchange plain = get(path, "identity");

        assertThat(compressed.header("Content-Encoding")).contains("gzip");
        assertThat(compressed.header("Vary")).contains("Accept-Encoding");
        assertThat(compressed.text()).contains(LONG);
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.header("Vary")).contains("Accept-Encoding");
        assertThat(plain.text()).contains(LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip;q=0", "gzip; q=0.0", "deflate", "x"})
    void who_does_not_take_it_gets_text(String encodings) {
        assertThat(get("/json", encodings).header("Content-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "", "x"})
    void a_page_is_not_compressed_where_another_site_may_have_asked_for_it(String from) {
        Exchange page = page(from);

        assertThat(page.header("Content-Encoding")).isEmpty();
        assertThat(page.header("Vary")).contains("Accept-Encoding, Sec-Fetch-Site");
        assertThat(page.text()).isEqualTo(LONG);
        assertThat(get("/page", "gzip").header("Content-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void a_page_is_compressed_for_the_person_and_for_a_page_of_ours(String from) {
        Exchange page = page(from);

        assertThat(page.header("Content-Encoding")).contains("gzip");
        assertThat(page.header("Vary")).contains("Accept-Encoding, Sec-Fetch-Site");
        assertThat(page.text()).isEqualTo(LONG);
    }

    private static Exchange page(String from) {
        return CheckedHttpClient.ofLocalPort(SERVER.port())
                .get("/page")
                .header("Accept-Encoding", "gzip")
                .header("Sec-Fetch-Site", from)
                .send();
    }

    @Test
    void short_answers_and_bytes_are_left_as_they_are() {
        assertThat(get("/short", "gzip").header("Content-Encoding")).isEmpty();
        assertThat(get("/bytes", "gzip").header("Content-Encoding")).isEmpty();
    }

    @Test
    void a_compressed_body_that_breaks_off_is_not_taken_for_the_whole() {
        assertThatThrownBy(() -> get("/torn", "gzip")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void a_document_that_the_client_has_is_not_sent_again() {
        for (String encoding : List.of("gzip", "identity")) {
            Exchange first = get("/document", encoding);
            String tag = first.header("ETag").orElseThrow();

            for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
                Exchange again =
                        CheckedHttpClient.ofLocalPort(SERVER.port())
                                .get("/document")
                                .header("Accept-Encoding", encoding)
                                .header("If-None-Match", known)
                                .send();
                assertThat(again.status()).as(known).isEqualTo(304);
                assertThat(again.text()).isEmpty();
                assertThat(again.header("ETag")).contains(tag);
                assertThat(again.header("Content-Type")).isEmpty();
                assertThat(again.header("Content-Encoding")).isEmpty();
            }
        }
        assertThat(get("/document", "gzip").header("ETag"))
                .isNotEqualTo(get("/document", "identity").header("ETag"));
    }

    @Test
    void another_tag_gets_the_document() {
        Exchange answer =
                CheckedHttpClient.ofLocalPort(SERVER.port())
                        .get("/document")
                        .header("If-None-Match", "\"x\"")
                        .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(LONG);
    }
}
