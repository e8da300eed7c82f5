package io.hookbridge.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Who may ask how a node is, and how much they are told. */
@Tag("database")
class PublicHealthTest {

    private static TestApp app;

    @BeforeAll
    static void start() {
        app =
                TestApp.start(
                        Map.of(
                                "HOOKBRIDGE_ROLES",
                                "console",
                                "HOOKBRIDGE_ADMIN_ALLOWED_HOSTS",
                                "metrics.internal,probe:1"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void the_public_port_tells_a_load_balancer_one_word_and_nothing_else() {
        Exchange alive = app.client().get("/healthz").send();
        assertThat(alive.status()).isEqualTo(200);
        assertThat(alive.text()).isEqualTo("alive\n");
        Exchange ready = app.client().get("/readyz").send();
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.text()).isEqualTo("ready\n");
        assertThat(app.client().request("HEAD", "/readyz").send().status()).isEqualTo(200);
    }

    @Test
    void a_name_that_a_stranger_points_here_is_not_answered_on_the_operators_port()
            throws IOException {
        for (String path : new String[] {"/metrics", "/readyz", "/nowhere"}) {
            assertThat(askOperatorsPort(path, "Host: attacker.example:9464"))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("\"FORBIDDEN\"", "HOOKBRIDGE_ADMIN_ALLOWED_HOSTS")
                    .doesNotContain("attacker");
        }
        assertThat(askOperatorsPort("http://attacker.example/metrics", "Host: 127.0.0.1"))
                .doesNotStartWith("HTTP/1.1 200");
        assertThat(askOperatorsPort("/metrics", "Host: probe")).startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "[::1]:9464", "localhost:1", "Metrics.internal:9464"})
    void addresses_and_the_names_that_were_allowed_are_answered(String host) throws IOException {
        assertThat(askOperatorsPort("/healthz", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    }

    private static String askOperatorsPort(String target, String header) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), app.adminPort())) {
            socket.setSoTimeout(Patience.millis());
            socket.getOutputStream()
                    .write(
                            "GET %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n"
                                    .formatted(target, header)
                                    .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
