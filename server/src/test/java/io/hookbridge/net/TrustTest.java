package io.hookbridge.net;

import static io.hookbridge.net.Posting.CALM;
import static io.hookbridge.net.Posting.LOOPBACK;
import static io.hookbridge.net.Posting.SMALL;
import static io.hookbridge.net.Posting.always;
import static io.hookbridge.net.Posting.answered;
import static io.hookbridge.net.Posting.cause;
import static io.hookbridge.net.Posting.post;
import static io.hookbridge.net.RawReceiver.OK;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

@Tag("unit")
class TrustTest {

    private static final Instant LONG_AGO = Instant.parse("2021-01-01T00:00:00Z");

    private final TestCertificates authority = new TestCertificates();

    private TargetClient client(Limits limits) throws Exception {
        X509TrustManager trust = authority.trust();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        return new TargetClient(
                LOOPBACK, always("127.0.0.1"), limits, context.getSocketFactory(), trust);
    }

    private static RawReceiver receiver(SSLContext context) throws IOException {
        return receiver(
                context,
                connection -> {
                    while (connection.readRequest()) {
                        connection.say(OK);
                    }
                });
    }

    private static RawReceiver receiver(SSLContext context, RawReceiver.Script script)
            throws IOException {
        return RawReceiver.start(context.getServerSocketFactory().createServerSocket(), script);
    }

    private static String url(RawReceiver receiver) {
        return "https://receiver.example:" + receiver.port() + "/hook";
    }

    @Test
    void a_trusted_certificate_for_the_host_is_accepted_and_its_connection_reused()
            throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        receiver(authority.server("receiver.example", Instant.MAX))) {
            Phases first = post(client, url(receiver)).phases();
            Phases second = post(client, url(receiver)).phases();

            assertThat(receiver.requests()).hasSize(2);
            assertThat(receiver.connections()).isEqualTo(1);
            assertThat(first.reused()).isFalse();
            assertThat(first.dnsMs()).isNotNull();
            assertThat(first.tcpConnectMs()).isNotNull();
            assertThat(first.tlsHandshakeMs()).isNotNull();
            assertThat(first.resolvedIp()).isEqualTo("127.0.0.1");
            assertThat(second.reused()).isTrue();
            assertThat(second.dnsMs()).isNull();
            assertThat(second.tcpConnectMs()).isNull();
            assertThat(second.tlsHandshakeMs()).isNull();
            assertThat(second.resolvedIp()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void a_certificate_that_proves_nothing_ends_the_call_before_anything_is_sent()
            throws Exception {
        assertRefused(TestCertificates.selfSigned("receiver.example"), "issuer");
        assertRefused(authority.server("receiver.example", LONG_AGO), "expired");
        assertRefused(authority.server("other.example", Instant.MAX), "another host");
    }

    private void assertRefused(SSLContext context, String part) throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver = receiver(context)) {
            Posted posted = post(client, url(receiver));

            assertThat(cause(posted)).isEqualTo(Cause.TLS);
            assertThat(((Outcome.Failed) posted.outcome()).sentence()).contains(part);
            assertThat(posted.phases().tcpConnectMs()).isNotNull();
            assertThat(posted.phases().tlsHandshakeMs()).isNull();
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void of_several_addresses_that_fail_the_first_failure_is_told() throws Exception {
        X509TrustManager trust = authority.trust();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        HostLookup both = always("127.0.0.1", "127.0.0.99");
        try (TargetClient client =
                        new TargetClient(LOOPBACK, both, CALM, context.getSocketFactory(), trust);
                RawReceiver receiver = receiver(TestCertificates.selfSigned("receiver.example"))) {
            Posted posted = post(client, url(receiver));

            assertThat(cause(posted)).isEqualTo(Cause.TLS);
            assertThat(posted.phases().resolvedIp()).isEqualTo("127.0.0.99");
            assertThat(posted.phases().tcpConnectMs()).isNull();
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void the_java_runtime_decides_about_trust_unless_told_otherwise() throws Exception {
        try (TargetClient client = new TargetClient(LOOPBACK, always("127.0.0.1"), CALM);
                RawReceiver receiver =
                        receiver(authority.server("receiver.example", Instant.MAX))) {
            assertThat(cause(post(client, url(receiver)))).isEqualTo(Cause.TLS);
        }
    }

    @Test
    void a_receiver_that_speaks_no_tls_gets_nothing_in_the_clear() throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver plain =
                        RawReceiver.start(connection -> {
                            connection.say(OK);
                            connection.stall();
                        })) {
            assertThat(cause(post(client, url(plain)))).isEqualTo(Cause.TLS);
            assertThat(plain.requests()).isEmpty();
        }
    }

    @Test
    void a_handshake_that_stalls_is_given_up_in_time() throws Exception {
        try (TargetClient client = client(SMALL);
                RawReceiver silent = RawReceiver.start(RawReceiver.Connection::stall)) {
            Posted posted = post(client, url(silent));

            assertThat(cause(posted)).isEqualTo(Cause.TIMEOUT);
            assertThat(posted.phases().totalMs())
                    .isGreaterThanOrEqualTo((int) SMALL.call().toMillis());
            assertThat(silent.awaitEnd()).isNotEqualTo("end");
        }
    }

    @Test
    void an_endless_body_is_dropped_also_when_it_is_encrypted() throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        receiver(
                                authority.server("receiver.example", Instant.MAX),
                                connection -> {
                                    connection.readRequest();
                                    connection.say("HTTP/1.1 200 OK\r\n\r\n");
                                    while (true) {
                                        connection.say("x".repeat(1000));
                                    }
                                })) {
            assertThat(answered(post(client, url(receiver))).truncated()).isTrue();
            assertThat(receiver.awaitEnd()).isNotEqualTo("end");
        }
    }

    @Test
    void an_encrypted_connection_that_was_closed_in_a_pause_is_replaced_before_anything_is_sent()
            throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        receiver(
                                authority.server("receiver.example", Instant.MAX),
                                connection -> {
                                    connection.readRequest();
                                    connection.say(OK);
                                })) {
            for (int call = 1; call <= 3; call++) {
                assertThat(answered(post(client, url(receiver))).status()).isEqualTo(200);
                assertThat(receiver.requests()).hasSize(call);
                receiver.awaitEnd();
                assertThat(new CountDownLatch(1).await(350, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
    }

    @Test
    void a_pause_does_no_harm_to_an_encrypted_connection_that_stays_open() throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        receiver(authority.server("receiver.example", Instant.MAX))) {
            for (int call = 1; call <= 3; call++) {
                assertThat(answered(post(client, url(receiver))).status()).isEqualTo(200);
                assertThat(new CountDownLatch(1).await(350, TimeUnit.MILLISECONDS)).isFalse();
            }
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }
}
