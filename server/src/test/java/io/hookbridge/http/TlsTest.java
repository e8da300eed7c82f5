package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Patience;
import io.hookbridge.net.client.TestCertificates;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.SSLSocket;

@Tag("unit")
class TlsTest {

    private static final Route ECHO =
            Route.open("POST", "/a", call -> Answer.ok(call.bytes().length)).taking(8_000_000);

    @TempDir private Path folder;
    private TestTls tls;

    @BeforeEach
    void write() throws Exception {
        tls = new TestTls(folder);
    }

    private Strangers serving() throws Exception {
        return Strangers.overTls(16, Bounds.usual(), tls, ECHO);
    }

    @Test
    void clients_get_the_protocol_that_they_take() throws Exception {
        try (Strangers strangers = serving();
                HttpClient client =
                        HttpClient.newBuilder().sslContext(tls.authority.client()).build()) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                if (version.name().equals("HTTP_3")) {
                    continue;
                }
                for (int size : List.of(0, 10, 5_000_000)) {
                    HttpResponse<String> answer =
                            client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "https://localhost:"
                                                                    + strangers.server().port()
                                                                    + "/a"))
                                            .version(version)
                                            .timeout(Patience.LONGEST)
                                            .POST(
                                                    HttpRequest.BodyPublishers.ofByteArray(
                                                            new byte[size]))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.version()).isEqualTo(version);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body()).contains("\"data\":" + size);
                }
            }
        }
    }

    @Test
    void http_1_1_is_as_strict_as_without_tls() throws Exception {
        try (Strangers strangers = serving();
                SSLSocket socket = strangers.tls("http/1.1")) {
            socket.getOutputStream()
                    .write(
                            ("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
                                            + "POST /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                                            + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n"
                                            + "Content-Length: 2\r\n\r\nxx"
                                            + "GET /a HTTP/1.1\r\nHost : a\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"data\":1", "\"data\":2", "HTTP/1.1 400", "\"INVALID_REQUEST\"")
                    .containsIgnoringCase("Connection: close\r\n");
        }
    }

    @Test
    void whoever_sends_no_more_still_gets_the_answer() throws Exception {
        try (Strangers strangers = serving();
                SSLSocket socket = strangers.tls("http/1.1")) {
            socket.getOutputStream()
                    .write(
                            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
                                    .getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .contains("\"data\":1");
        }
    }

    @Test
    void connections_count_before_their_handshake() throws Exception {
        Bounds few = Bounds.usual().with(ConnectionLimits.of(100, 2));
        try (Strangers strangers = Strangers.overTls(16, few, tls, ECHO);
                Strangers.Line silent = strangers.line();
                Strangers.Line other = strangers.line()) {
            Patience.until("both are there", () -> strangers.server().connections() == 2);
            try (Strangers.Line third = strangers.line()) {
                assertThat(third.rest()).isEmpty();
            }
            silent.close();
            Patience.until("one is gone", () -> strangers.server().connections() == 1);
            try (Http2Line line = strangers.http2()) {
                line.head(Http2Line.END_STREAM, 1, Http2Line.request("POST", "/a")).send();
                assertThat(line.answer(1).status()).isEqualTo("200");
            }
            assertThat(other.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n").rest())
                    .doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void renewed_files_are_taken_on_and_connections_stay() throws Exception {
        ServerCertificate certificate = tls.certificate();
        try (Strangers strangers = serving();
                Http2Line kept = strangers.http2()) {
            BigInteger before = shown(strangers);
            certificate.refresh();
            assertThat(shown(strangers)).isEqualTo(before);

            tls.renew(Instant.parse("2999-01-01T00:00:00Z"));
            certificate.refresh();
            BigInteger after = shown(strangers);
            assertThat(after).isNotEqualTo(before);

            Files.writeString(tls.keyFile, new TestCertificates().pem("a", Instant.MAX).key());
            certificate.refresh();
            assertThat(shown(strangers)).isEqualTo(after);
            assertThat(certificate.warnings(Instant.EPOCH))
                    .singleElement()
                    .asString()
                    .contains("the certificate of before stays", "is not that of the certificate");

            tls.renew(Instant.MAX);
            certificate.refresh();
            assertThat(shown(strangers)).isNotEqualTo(after);
            assertThat(certificate.warnings(Instant.EPOCH)).isEmpty();
            kept.head(Http2Line.END_STREAM, 1, Http2Line.request("POST", "/a")).send();
            assertThat(kept.answer(1).status()).isEqualTo("200");
            try (Http2Line fresh = strangers.http2()) {
                fresh.head(Http2Line.END_STREAM, 1, Http2Line.request("POST", "/a")).send();
                assertThat(fresh.answer(1).status()).isEqualTo("200");
            }
        }
    }

    /** The number of the certificate that a new connection is shown. */
    private BigInteger shown(Strangers strangers) throws Exception {
        try (SSLSocket socket = strangers.tls("h2")) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSerialNumber();
        }
    }

    @Test
    void the_end_of_a_certificate_is_told_in_time() throws Exception {
        Instant end = Instant.parse("2031-05-01T00:00:00Z");
        tls.renew(end);
        ServerCertificate certificate = tls.certificate();

        assertThat(certificate.warnings(end.minus(Duration.ofDays(8)))).isEmpty();
        assertThat(certificate.warnings(end.minus(Duration.ofDays(6))))
                .containsExactly("the TLS certificate ends within 7 days: renew its files");
        assertThat(certificate.warnings(end.plusSeconds(1)))
                .containsExactly(
                        "the TLS certificate has ended, clients refuse it: renew its files");
    }

    @Test
    void a_key_may_be_in_its_older_form_with_text_around_it() throws Exception {
        TestCertificates.Pem pem = tls.authority.pem("localhost", Instant.MAX);
        Files.writeString(tls.certificateFile, "Subject: CN=localhost\n" + pem.certificate());
        Files.writeString(
                tls.keyFile,
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + pem.olderKey());

        try (Strangers strangers = serving()) {
            assertThat(shown(strangers)).isPositive();
        }
    }

    @Test
    void files_that_cannot_be_used_are_told_with_the_reason_and_without_their_content()
            throws Exception {
        Path other = folder.resolve("other.pem");
        assertUnusable(other, tls.keyFile, other + " cannot be read");
        assertUnusable(tls.certificateFile, folder, folder + " cannot be read");
        assertUnusable(tls.keyFile, tls.keyFile, tls.keyFile + " holds no certificate in PEM form");
        assertUnusable(
                tls.certificateFile,
                tls.certificateFile,
                tls.certificateFile + " holds no private key");
        for (String broken :
                List.of(
                        "",
                        "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
                        "-----BEGIN PRIVATE KEY-----\nsecret!\n-----END PRIVATE KEY-----\n",
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----\n")) {
            Files.writeString(other, broken);
            assertUnusable(tls.certificateFile, other, other + " holds no private key");
        }
        Files.writeString(other, tls.authority.pem("localhost", Instant.MAX).key());
        assertUnusable(
                tls.certificateFile,
                other,
                "the key in "
                        + other
                        + " is not that of the certificate in "
                        + tls.certificateFile);
    }

    private static void assertUnusable(Path certificate, Path key, String sentence) {
        assertThatThrownBy(() -> ServerCertificate.of(certificate, key))
                .isInstanceOf(ServerCertificate.UnusableException.class)
                .hasMessageStartingWith(sentence)
                .hasMessageNotContainingAny("secret", "c2VjcmV0");
    }

    @Test
    void plain_http_to_a_port_with_tls_ends() throws Exception {
        try (Strangers strangers = serving();
                Socket socket =
                        new Socket(InetAddress.ofLiteral("127.0.0.1"), strangers.server().port())) {
            socket.setSoTimeout(Patience.millis());
            socket.getOutputStream()
                    .write("GET /a HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("HTTP/1.1");
        }
    }
}
