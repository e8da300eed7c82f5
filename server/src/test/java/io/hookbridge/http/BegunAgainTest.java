package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.Patience;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A request whose answer comes later begins on the loop that read it, and once more on a thread if
 * something has to be waited for: whatever that was, the request is one.
 */
@Tag("unit")
class BegunAgainTest {

    private static final String BODY = "{\"n\":1}";

    /** What is not in memory when it is asked for on the loop. */
    enum Missing {
        NOTHING("loop", "loop"),
        CALLER("loop, thread", "thread"),
        WHAT_IS_SENT_TO("loop", "loop, thread");

        private final String asked;
        private final String begun;

        /**
         * @param asked where it is asked who calls
         * @param begun where the handler begins
         */
        Missing(String asked, String begun) {
            this.asked = asked;
            this.begun = begun;
        }
    }

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(RequestLog.LOGGER);
    private volatile Missing missing = Missing.NOTHING;
    private final HttpServer server =
            new HttpServer(
                    new HttpServer.Listen("127.0.0.1", 0, 4, Patience.LONGEST, true),
                    List.of(Route.api("POST", "/later", Permission.SEND, Route.later(this::begin))),
                    _ -> caller(),
                    _ -> Optional.empty(),
                    new Uuid7(InstantSource.system()),
                    meters);

    @BeforeEach
    void start() throws IOException {
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        log.detachAppender(lines);
        log.setLevel(null);
    }

    private Caller caller() {
        asked.add(here());
        require(Missing.CALLER);
        UUID id = new UUID(1, 1);
        return new Caller(
                new Environment(
                        new EnvironmentId(id), new ProjectId(id), new TenantId(id), Mode.LIVE),
                EnumSet.of(Permission.SEND),
                new Actor(Actor.Kind.API_KEY, "key_1"));
    }

    private CompletionStage<Answer> begin(Call call) {
        begun.add(here());
        bodies.add(new String(call.bytes(), StandardCharsets.UTF_8));
        require(Missing.WHAT_IS_SENT_TO);
        done.add(call.requestId());
        return answer;
    }

    private void require(Missing what) {
        if (missing == what) {
            NeverBlocks.requireToBlock();
        }
    }

    private static String here() {
        return NeverBlocks.mayBlock() ? "thread" : "loop";
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_done_or_counted_twice(Missing what) throws IOException {
        missing = what;
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(Patience.millis());
            socket.getOutputStream()
                    .write(
                            "POST /later HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(BODY.length(), BODY)
                                    .getBytes(StandardCharsets.ISO_8859_1));
            Patience.until("the handler has begun", () -> !done.isEmpty());
            answer.complete(Answer.accepted("later"));

            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all).startsWith("HTTP/1.1 202").containsOnlyOnce("HTTP/1.1");
        }

        Patience.until("the request is over", () -> !lines.list.isEmpty());
        assertThat(String.join(", ", asked)).isEqualTo(what.asked);
        assertThat(String.join(", ", begun)).isEqualTo(what.begun);
        assertThat(bodies).hasSameSizeAs(begun).containsOnly(BODY);
        assertThat(done).hasSize(1);
        assertThat(meters.get("hookbridge.http.requests").timers())
                .singleElement()
                .satisfies(timer -> assertThat(timer.count()).isEqualTo(1));
        assertThat(lines.list).hasSize(1);
        assertThat(server.bytesInFlight()).isZero();
    }
}
