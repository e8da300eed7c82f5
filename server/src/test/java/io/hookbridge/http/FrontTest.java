package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.hookbridge.base.Patience;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.Uuid7;
import io.hookbridge.base.ip.AddressRange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A listener behind a proxy that speaks https, and what it writes down. */
@Tag("unit")
class FrontTest {

    private static final String TOKEN = "FAKEfakeFAKE012345678-_FAKEfakeFAKEfakeFAKE";

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final HttpServer server =
            new HttpServer(
                    new HttpServer.Listen(
                            "127.0.0.1",
                            0,
                            8,
                            Patience.LONGEST,
                            true,
                            new HttpServer.Front(
                                    new TrustedProxies(List.of(AddressRange.of("127.0.0.1"))),
                                    true)),
                    List.of(
                            Route.open("GET", "/who", call -> Answer.ok(call.address().toString())),
                            Route.open("GET", "/link/{token}", FrontTest::open)),
                    _ -> {
                        throw new AssertionError("every route here is open");
                    },
                    _ -> Optional.empty(),
                    new Uuid7(InstantSource.system()),
                    new SimpleMeterRegistry());

    private static Answer open(Call call) {
        return Answer.ok(SecretToken.parse(call.path("token")).isPresent() ? "opened" : "unknown");
    }

    @BeforeEach
    void start() throws IOException {
        lines.start();
        logger().setLevel(Level.INFO);
        logger().addAppender(lines);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        logger().detachAppender(lines);
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RequestLog.LOGGER);
    }

    @Test
    void the_caller_whom_the_proxy_names_is_the_one_that_handlers_and_the_log_see()
            throws IOException {
        String answer =
                exchange(
                        "GET /who HTTP/1.1\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: [2001:DB8::7]:80");

        assertThat(answer).contains("\"data\":\"2001:db8::7\"");
        assertThat(logged()).contains("remote=\"2001:db8::7\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/who", "/nowhere"})
    void a_proxy_that_names_nobody_is_refused_with_a_sentence(String path) throws IOException {
        assertThat(exchange("GET " + path + " HTTP/1.1\r\nX-Forwarded-For: unknown"))
                .startsWith("HTTP/1.1 400")
                .contains("\"code\":\"INVALID_REQUEST\"", "X-Forwarded-For, as the proxy")
                .contains("Strict-Transport-Security");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /who HTTP/1.1",
                "GET /nowhere HTTP/1.1",
                "DELETE /who HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "NONSENSE"
            })
    void every_answer_of_a_server_behind_https_tells_browsers_to_stay_there(String request)
            throws IOException {
        assertThat(exchange(request))
                .containsOnlyOnce("Strict-Transport-Security: max-age=31536000\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /link/" + TOKEN,
                "POST /link/" + TOKEN,
                TOKEN + " /link/1",
                "GET /link//" + TOKEN,
                "GET /LINK/" + TOKEN,
                "GET /link%2F" + TOKEN,
                "GET /l%69nk/" + TOKEN,
                "GET /link/FAKE%66ake" + TOKEN,
                "GET /link/x/../" + TOKEN,
                "GET /link/" + TOKEN + ";a=b",
                "GET /link/" + TOKEN + "?" + TOKEN,
                "GET /who?token=" + TOKEN,
                "GET /who?"
                        + TOKEN
                        + " HTTP/1.1\r\nReferer: https://x.example/"
                        + TOKEN
                        + "\r\nX: 1",
                "GET /%zz" + TOKEN
            })
    void no_token_comes_into_the_log_however_its_link_is_spelled(String request)
            throws IOException {
        String answer = exchange(request.contains("HTTP/") ? request : request + " HTTP/1.1");

        assertThat(logged()).contains("status=").doesNotContainIgnoringCase("fake");
        assertThat(answer.contains("opened")).isEqualTo(request.matches("GET /link/.{43}([?].*)?"));
    }

    /** The lines so far; each is written before its answer ends, which closes the connection. */
    private String logged() {
        Patience.until("the request is logged", () -> !lines.list.isEmpty());
        return lines.list.toString() + lines.list.getFirst().getKeyValuePairs();
    }

    private String exchange(String requestLineAndHeaders) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.setSoTimeout(Patience.millis());
            socket.getOutputStream()
                    .write(
                            (requestLineAndHeaders
                                            + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
