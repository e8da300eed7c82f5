package io.hookbridge.app.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.signing.SignedHeaders;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.delivery.signing.VerifyingKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a receiver prints and answers, over real HTTP. */
@Tag("unit")
class ReceiverTest {

    private static final byte[] BODY = "{\"event\":\"order.created\"}".getBytes(UTF_8);

    /** Five seconds after the deliveries of these tests were signed. */
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_005);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Receiver receiver = receiver(200);

    private Receiver receiver(int status) {
        Receiver made =
                new Receiver(
                        0, status, List.of(), () -> NOW, new PrintStream(printed, true, UTF_8));
        made.start();
        return made;
    }

    @AfterEach
    void stop() {
        receiver.close();
        client.close();
    }

    @ParameterizedTest
    @EnumSource
    void each_scheme_is_verified_with_the_given_key(SignatureScheme scheme) {
        SigningSecret secret = SigningSecret.random(scheme);
        receiver.verifyWith(List.of(VerifyingKey.parse(secret.forReceiver()).orElseThrow()));
        Map<String, String> headers =
                SignedHeaders.of(scheme, "msg_1", 1_700_000_000, BODY, List.of(secret));

        assertThat(send(receiver, "POST", "/hooks", headers, BODY).statusCode()).isEqualTo(200);

        assertThat(printed.toString(UTF_8))
                .contains("POST /hooks", "signature: verified", "signed 5 s ago", "answered 200")
                .contains("\"event\" : \"order.created\"")
                .doesNotContain(secret.stored(), secret.forReceiver());
        send(receiver, "POST", "/hooks", headers, "{}".getBytes(UTF_8));
        assertThat(printed.toString(UTF_8)).contains("signature: WRONG: not made with");
    }

    @Test
    void any_method_and_path_is_received_and_answered_with_the_chosen_status() {
        try (Receiver refusing = receiver(503)) {
            for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
                assertThat(send(refusing, method, "/a/b/c?d=e", Map.of(), BODY).statusCode())
                        .isEqualTo(503);
                assertThat(printed.toString(UTF_8)).contains(method + " /a/b/c");
            }
        }
        assertThat(printed.toString(UTF_8)).contains("not verified, because no secret was given");
    }

    @Test
    void a_request_without_a_signature_is_told_from_a_forged_one() {
        receiver.verifyWith(
                List.of(
                        VerifyingKey.parse("whsec_FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE")
                                .orElseThrow()));

        send(receiver, "POST", "/", Map.of(), BODY);

        assertThat(printed.toString(UTF_8)).contains("MISSING: this request is not signed");
    }

    @Test
    void nothing_that_arrives_reaches_the_terminal_as_a_command() {
        send(
                receiver,
                "POST",
                "/",
                Map.of("X-Colour", "\u009b31m"),
                "\u001b]0;renamed\u0007 and \u202e backwards".getBytes(UTF_8));
        send(receiver, "POST", "/", Map.of(), new byte[] {(byte) 0xC0, (byte) 0xAF});

        assertThat(printed.toString(UTF_8))
                .contains("renamed", "(2 bytes that are no text)")
                .doesNotContain("\u001b", "\u0007", "\u202e", "\u009b");
    }

    @Test
    void a_body_that_is_too_long_is_refused_and_the_next_webhook_is_received() {
        byte[] long1 = new byte[Receiver.LONGEST_BODY + 1];

        assertThat(send(receiver, "POST", "/", Map.of(), long1).statusCode()).isEqualTo(400);
        assertThat(printed.toString(UTF_8)).contains("refused a request");
        assertThat(send(receiver, "POST", "/", Map.of(), BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void a_long_body_is_cut_on_the_screen() {
        send(receiver, "POST", "/", Map.of(), "x".repeat(100_000).getBytes(UTF_8));

        assertThat(printed.toString(UTF_8))
                .contains("(… 100000 bytes in all)")
                .hasSizeLessThan(20_000);
    }

    @Test
    void a_taken_port_is_told() {
        try (Receiver second =
                new Receiver(
                        receiver.port(),
                        200,
                        List.of(),
                        () -> NOW,
                        new PrintStream(printed, true, UTF_8))) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("another process has that port");
        }
    }

    private HttpResponse<String> send(
            Receiver to, String method, String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + path))
                        .method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
