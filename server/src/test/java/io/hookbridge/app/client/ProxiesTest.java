package io.hookbridge.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.net.HeldPort;
import io.hookbridge.net.client.RawReceiver;
import io.hookbridge.tenant.apikey.KeyText;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Through which proxy a server is asked, and what is said when that does not work. */
@Tag("unit")
class ProxiesTest {

    private static final KeyText KEY = new KeyText("hb_test_EXAMPLEkeyOfTheTests0000");
    private static final URI SERVER = URI.create("https://hooks.example.com");

    private static final String REFUSED =
            """
            HTTP/1.1 407 Proxy Authentication Required\r
            Proxy-Authenticate: Basic realm="proxy"\r
            Content-Length: 0\r
            \r
            """;

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com, secure.example:3128",
        "wss://hooks.example.com, secure.example:3128",
        "http://hooks.example.com, plain.example:80",
        "https://inner.example.com, ''",
        "https://a.corp.example, ''",
        "https://corp.example:8443, ''",
        "https://othercorp.example, secure.example:3128",
        "https://localhost:8443, ''",
        "http://127.0.0.1:8080, ''",
        "http://[::1]:8080, ''",
    })
    void the_environment_says_which_proxy_is_asked(String url, String proxy) {
        Proxies proxies =
                Proxies.of(
                        Map.of(
                                "HTTPS_PROXY", "http://user:pass%40word@secure.example:3128/",
                                "http_proxy", "plain.example",
                                "NO_PROXY", "inner.example.com, .corp.example"));

        assertThat(proxies.addressTo(URI.create(url)).orElse("")).isEqualTo(proxy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://proxy:1080",
                "https://proxy:443",
                "http://proxy:0",
                "http://proxy:65536",
                "http://FAKEuser:FAKEpass@",
                "http://FAKEuser:FAKE/pass@proxy:3128"
            })
    void what_is_no_proxy_is_refused_without_repeating_it(String proxy) {
        assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", proxy)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("HTTPS_PROXY must name a proxy")
                .hasMessageNotContaining("FAKE");
    }

    @Test
    void a_proxy_is_shown_its_password_and_told_about_where_it_wants_another() throws IOException {
        try (RawReceiver proxy = demanding("user:pass@word")) {
            // It lets through, but there is nobody who speaks TLS behind it.
            assertThat(ask(proxy, "user:pass%40word@")).contains("hooks.example.com");
            assertThat(proxy.requests())
                    .extracting(RawReceiver.Request::head)
                    .anyMatch(head -> head.startsWith("CONNECT hooks.example.com:443"));

            assertThat(ask(proxy, "user:FAKEpass@"))
                    .contains(
                            "the proxy 127.0.0.1:" + proxy.port() + " wants a name and a password")
                    .doesNotContain("FAKE");
            assertThat(ask(proxy, "")).contains("wants a name and a password");
        }
    }

    private static RawReceiver demanding(String login) {
        String right =
                "Proxy-Authorization: Basic "
                        + Base64.getEncoder()
                                .encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return RawReceiver.start(connection -> {
            while (connection.readRequest()) {
                connection.say(
                        connection.lastRequest().head().contains(right)
                                ? "HTTP/1.1 200 OK\r\n\r\nno TLS"
                                : REFUSED);
            }
        });
    }

    @Test
    void a_proxy_that_refuses_or_is_not_there_is_told() throws IOException {
        try (RawReceiver proxy =
                RawReceiver.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(ask(proxy, ""))
                    .contains("the proxy 127.0.0.1:" + proxy.port() + " does not let us through");
        }
        try (HeldPort silent = HeldPort.open()) {
            int port = silent.number();
            assertThat(ask(Map.of("HTTPS_PROXY", "http://127.0.0.1:" + port)))
                    .contains("nothing answers at 127.0.0.1:" + port + ", the proxy");
        }
    }

    private static String ask(RawReceiver proxy, String login) {
        return ask(Map.of("HTTPS_PROXY", "http://" + login + "127.0.0.1:" + proxy.port()));
    }

    private static String ask(Map<String, String> environment) {
        try (Api api = new Api(SERVER, KEY, Proxies.of(new HashMap<>(environment)))) {
            return switch (api.tryGet("/v1/endpoints")) {
                case Reply.Unanswered(String why) -> why;
                case Reply.Answered answered -> throw new AssertionError(answered.refusal());
            };
        }
    }
}
