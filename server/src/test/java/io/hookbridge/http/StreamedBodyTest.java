package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Patience;
import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

@Tag("unit")
class StreamedBodyTest {

    private static final int PIECE = 256 * 1024;
    private static final long LENGTH = 400L * PIECE;

    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final HttpServer server = serving();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.stop();
    }

    @Test
    void a_body_is_written_at_the_pace_of_its_reader_and_takes_no_handlers_place()
            throws Exception {
        HttpResponse<InputStream> answer = send("GET", "/whole", BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(LENGTH);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv");

        // Nobody reads: what is written fills the buffers of both sides and then waits.
        assertThat(ended.await(500, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(written.get()).isLessThan(LENGTH / 2);
        assertThat(send("GET", "/small", BodyHandlers.ofString()).body()).contains("fine");

        long read = 0;
        try (InputStream body = answer.body()) {
            byte[] buffer = new byte[PIECE];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                read += n;
            }
        }
        assertThat(read).isEqualTo(LENGTH);
        assertThat(ended.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void head_tells_the_length_and_writes_nothing() throws Exception {
        HttpResponse<String> answer = send("HEAD", "/whole", BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(LENGTH);
        assertThat(answer.body()).isEmpty();
        assertThat(written).hasValue(0);
    }

    @Test
    void a_body_that_breaks_off_is_not_taken_for_the_whole() {
        for (String path : List.of("/unreadable", "/failing", "/short")) {
            assertThatThrownBy(() -> send("GET", path, BodyHandlers.ofByteArray()))
                    .as(path)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_reader_that_goes_away_ends_the_writing() throws Exception {
        HttpResponse<InputStream> answer = send("GET", "/whole", BodyHandlers.ofInputStream());
        answer.body().close();

        assertThat(ended.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(written.get()).isLessThan(LENGTH);
    }

    private <T> HttpResponse<T> send(
            String method, String path, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Patience.LONGEST)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                handler);
    }

    private HttpServer serving() {
        HttpServer made =
                new HttpServer(
                        new HttpServer.Listen("127.0.0.1", 0, 1, Duration.ofSeconds(1), false),
                        List.of(
                                Route.open("GET", "/small", _ -> Answer.ok(Map.of("it", "fine"))),
                                streamed("/whole", this::writeAll),
                                streamed("/short", out -> out.write(new byte[PIECE])),
                                streamed(
                                        "/unreadable",
                                        out -> {
                                            out.write(new byte[PIECE]);
                                            throw new IOException("the rest is gone");
                                        }),
                                streamed(
                                        "/failing",
                                        out -> {
                                            out.write(new byte[PIECE]);
                                            throw new IllegalStateException("a fault of ours");
                                        })),
                        _ -> {
                            throw new IllegalStateException("nobody is asked for");
                        },
                        _ -> Optional.empty(),
                        new Uuid7(InstantSource.system()),
                        new SimpleMeterRegistry());
        try {
            made.start();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        return made;
    }

    private static Route streamed(String path, Answer.Streamed.Body body) {
        return Route.open(
                "GET", path, _ -> new Answer.Streamed(200, "text/csv", LENGTH, body, Map.of()));
    }

    private void writeAll(OutputStream out) throws IOException {
        try {
            byte[] piece = new byte[PIECE];
            while (written.get() < LENGTH) {
                out.write(piece);
                written.addAndGet(PIECE);
            }
        } finally {
            ended.countDown();
        }
    }
}
