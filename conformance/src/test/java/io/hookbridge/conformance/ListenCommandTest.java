package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import io.hookbridge.base.OwnerOnly;
import io.hookbridge.base.Patience;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code listen} and {@code tail} as a stranger runs them, beside a server. */
@Tag("black-box")
class ListenCommandTest {

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "^http://localhost:\\d+/v1/webhooks/receive/[0-9a-f-]{36}/[0-9a-f]{32}$");
    private static final Pattern READY = Pattern.compile("^Ready: events come over a WebSocket");

    private static Place place;
    private static RunningServer server;

    private final HttpClient sender = HttpClient.newHttpClient();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private @Nullable HttpServer local;

    @BeforeAll
    static void start() {
        place = Place.migrated("somebody who listens");
        server = RunningServer.up(place);
    }

    @AfterAll
    static void stop() {
        server.close();
        place.close();
    }

    private HttpServer begin() throws IOException {
        HttpServer begun =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        local = begun;
        begun.createContext(
                "/",
                exchange -> {
                    received.add(
                            exchange.getRequestURI()
                                    + " "
                                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        begun.start();
        return begun;
    }

    @AfterEach
    void close() {
        sender.close();
        if (local != null) {
            local.stop(0);
        }
    }

    private static Launch command(String... words) {
        return place.launch(
                Stream.concat(
                                Stream.of(words),
                                Stream.of(
                                        "--server",
                                        server.publicUrl().toString(),
                                        "--api-key-file",
                                        place.keyFile().toString()))
                        .toArray(String[]::new));
    }

    private void send(String address, String body) throws Exception {
        int status =
                sender.send(
                                HttpRequest.newBuilder(URI.create(address))
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(body))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode();
        assertThat(status).isEqualTo(202);
    }

    private String awaitReceived() throws InterruptedException {
        String next = received.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("something is forwarded").isNotNull();
        return next;
    }

    @Test
    void an_event_is_forwarded_and_what_came_while_nobody_listened_follows() throws Exception {
        String forward = "http://localhost:" + begin().getAddress().getPort() + "/hook";
        String address;
        try (Child listen = command("listen", "--forward", forward).start()) {
            address = listen.out().await(ADDRESS, Patience.LONGEST).group();
            assertThat(listen.out().lines()).first().isEqualTo(address);
            listen.err().await(READY, Patience.LONGEST);

            send(address + "?a=1&b=%20", "{\"n\" : 1.0}");
            assertThat(awaitReceived()).isEqualTo("/hook?a=1&b=%20 {\"n\" : 1.0}");
            listen.out()
                    .await(
                            Pattern.compile(
                                    "^\\d\\d:\\d\\d:\\d\\d  [0-9a-f-]{36} .* 200 +\\d+ ms$"),
                            Patience.LONGEST);

            listen.signal("INT");
            assertThat(listen.awaitExit()).as(listen.said()).isZero();
            assertThat(listen.out().lines()).last().isEqualTo("1 event: 1 succeeded");
        }
        send(address, "{\"n\":2}");
        send(address, "{\"n\":3}");
        try (Child again = command("listen", "--forward", forward, "--json").start()) {
            assertThat(awaitReceived()).endsWith("{\"n\":2}");
            assertThat(awaitReceived()).endsWith("{\"n\":3}");
            again.signal("INT");
            assertThat(again.awaitExit()).as(again.said()).isZero();
            assertThat(again.out().lines()).allMatch(line -> line.startsWith("{\"kind\":\""));
        }
    }

    @Test
    void tail_shows_what_is_received_and_ends_well() throws Exception {
        String forward = "http://localhost:" + begin().getAddress().getPort();
        try (Child listen = command("listen", "--forward", forward).start()) {
            String address = listen.out().await(ADDRESS, Patience.LONGEST).group();
            listen.err().await(READY, Patience.LONGEST);
            send(address, "{\"type\":\"seen by tail\"}");
            String id =
                    listen.out()
                            .await(
                                    Pattern.compile("^\\S+  ([0-9a-f-]{36})  seen by tail .* 200 "),
                                    Patience.LONGEST)
                            .group(1);
            try (Child tail = command("tail").start()) {
                tail.out()
                        .await(
                                Pattern.compile("received  " + id + "  succeeded +200 "),
                                Patience.LONGEST);
                tail.signal("INT");
                assertThat(tail.awaitExit()).as(tail.said()).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listen",
                "listen --forward ftp://localhost/",
                "listen --forward 3000 --concurrency 0",
                "listen --forward 3000 --last 101",
                "listen --forward 3000 --api-key hb_live_FAKEsecret00000000000000",
                "listen --forward 3000 --api-key-file absent",
                "listen --forward 3000 --api-key-file wrong-key --server SERVER",
                "listen --forward 3000 --api-key-file wrong-key --server http://127.0.0.1:1",
                "tail --last many",
                "tail --log everything",
                "tail --log sent --endpoint 01935abb-1111-7123-9abc-def012345678 --api-key-file wrong-key",
                "tail --api-key-file wrong-key --server SERVER",
            })
    void what_cannot_be_done_ends_with_one_clear_line_and_without_the_secret(String line)
            throws IOException {
        Path elsewhere = Files.createDirectories(place.folder().resolve("elsewhere"));
        Files.writeString(
                OwnerOnly.file(elsewhere.resolve("wrong-key")), "hb_live_FAKEsecret00000000000000");

        Launch.Ended ended =
                new Launch(
                                elsewhere,
                                Stream.of(
                                                line.replace(
                                                                "SERVER",
                                                                server.publicUrl().toString())
                                                        .split(" "))
                                        .toList(),
                                Map.of())
                        .run();

        ended.assertRefused();
        assertThat(ended.said()).doesNotContain("FAKEsecret");
        assertThat(elsewhere.resolve("data")).doesNotExist();
    }
}
