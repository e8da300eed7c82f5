package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.LOOPBACK;
import static io.hookbridge.net.client.Posting.SMALL;
import static io.hookbridge.net.client.Posting.always;
import static io.hookbridge.net.client.Posting.answered;
import static io.hookbridge.net.client.Posting.cause;
import static io.hookbridge.net.client.Posting.post;
import static io.hookbridge.net.client.Posting.sentence;
import static io.hookbridge.net.client.RawReceiver.OK;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.net.Cause;
import io.hookbridge.net.Limits;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;
import io.hookbridge.net.Target;
import io.hookbridge.net.dns.HostLookup;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import javax.net.ssl.SSLContext;

@Tag("unit")
class TrustTest {

    private static final Instant LONG_AGO = Instant.parse("2021-01-01T00:00:00Z");

    private final TestCertificates authority = new TestCertificates();
    private final Semaphore farewells = new Semaphore(0);

    private TargetClient client(Limits limits) throws Exception {
        return new TargetClient(LOOPBACK, always("127.0.0.1"), limits, authority.client());
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
            assertThat(sentence(posted)).contains(part);
            assertThat(posted.phases().tcpConnectMs()).isNotNull();
            assertThat(posted.phases().tlsHandshakeMs()).isNull();
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void of_several_addresses_that_fail_the_first_failure_is_told() throws Exception {
        HostLookup both = always("127.0.0.1", "127.0.0.99");
        try (TargetClient client = new TargetClient(LOOPBACK, both, CALM, authority.client());
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
            assertThat(sentence(posted)).contains("TLS handshake");
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
            }
        }
    }

    @Test
    void a_farewell_ends_an_encrypted_connection_also_where_the_socket_stays_open()
            throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        receiver(
                                authority.server("receiver.example", Instant.MAX),
                                connection -> {
                                    connection.readRequest();
                                    connection.say(OK);
                                    connection.farewell();
                                    farewells.release();
                                    Posting.await(over);
                                })) {
            for (int call = 1; call <= 3; call++) {
                Posted posted = post(client, url(receiver));
                assertThat(answered(posted).status()).isEqualTo(200);
                assertThat(posted.phases().reused()).isFalse();
                assertThat(receiver.requests()).hasSize(call);
                farewells.acquire();
            }
        } finally {
            over.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"receiver", "www.wild.example", "dot.example."})
    void the_host_is_named_in_the_handshake_and_stands_in_the_certificate(String host)
            throws Exception {
        String name = host.replaceFirst("\\.$", "");
        String certified = name.startsWith("www.") ? "*.wild.example" : name;
        List<String> asked = new CopyOnWriteArrayList<>();
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        receiver(
                                authority.server(certified, Instant.MAX),
                                connection -> {
                                    connection.readRequest();
                                    asked.addAll(connection.namesAsked());
                                    connection.say(OK);
                                })) {
            String url = "https://" + host + ":" + receiver.port() + "/hook";
            assertThat(answered(post(client, url)).status()).isEqualTo(200);
            assertThat(asked).containsExactly(name);
        }
    }

    /** The runtime's own server takes no such name, others do. */
    @Test
    void a_host_with_an_underscore_is_named_in_the_handshake_and_may_stand_in_a_certificate()
            throws Exception {
        String host = "under_score.example";
        CompletableFuture<String> hello = new CompletableFuture<>();
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> hello.complete(connection.readRaw(100)))) {
            String url = "https://" + host + ":" + receiver.port() + "/hook";
            assertThat(cause(post(client, url))).isEqualTo(Cause.TLS);
            assertThat(hello.join()).contains(host);

            Target target = ((Target.Reading.Read) Target.read(url)).target();
            assertThat(CertificateNames.areFor(authority.certificate(host), target, host)).isTrue();
        }
    }

    @Test
    void a_wildcard_stands_for_one_label_only() throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver = receiver(authority.server("*.wild.example", Instant.MAX))) {
            for (String host : List.of("wild.example", "a.b.wild.example", "wwwwild.example")) {
                String url = "https://" + host + ":" + receiver.port() + "/hook";
                assertThat(cause(post(client, url))).as(host).isEqualTo(Cause.TLS);
            }
            assertThat(receiver.requests()).isEmpty();
        }
    }

    /** Before the first message there is nothing to be done that {@code SslHandler} gives away. */
    @Test
    void the_keys_of_a_handshake_are_not_made_on_an_event_loop() throws Exception {
        List<Thread> makers = new CopyOnWriteArrayList<>();
        SecureRandom random =
                new SecureRandom() {
                    @Override
                    public void nextBytes(byte[] bytes) {
                        if (isForKeys()) {
                            makers.add(Thread.currentThread());
                        }
                        super.nextBytes(bytes);
                    }
                };
        try (TargetClient client =
                        new TargetClient(
                                LOOPBACK, always("127.0.0.1"), CALM, authority.client(random));
                RawReceiver receiver =
                        receiver(authority.server("receiver.example", Instant.MAX))) {
            answered(post(client, url(receiver)));

            assertThat(makers).isNotEmpty().noneMatch(LoopThread.class::isInstance);
        }
    }

    private static boolean isForKeys() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.anyMatch(
                                frame -> frame.getClassName().endsWith("KeyPairGenerator")));
    }

    @Test
    void a_receiver_that_changes_keys_without_end_is_hung_up_on() throws Exception {
        for (String before : List.of("", OK)) {
            try (TargetClient client = client(CALM);
                    RawReceiver receiver =
                            receiver(
                                    authority.server("receiver.example", Instant.MAX),
                                    connection -> {
                                        connection.readRequest();
                                        connection.say(before);
                                        while (true) {
                                            connection.changeKeys();
                                        }
                                    })) {
                Posted posted = post(client, url(receiver));
                assertThat(posted.outcome() instanceof Outcome.Answered)
                        .isEqualTo(!before.isEmpty());
                assertThat(receiver.awaitEnd()).isNotEqualTo("end");
            }
        }
    }

    /** The sessions are resumed, so that no certificate is sent a second time. */
    @Test
    void a_certificate_that_expires_while_a_connection_is_kept_is_noticed_at_the_next_request()
            throws Exception {
        for (int seconds = 2; ; seconds *= 2) {
            Instant end = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
            try (TargetClient client = client(CALM);
                    RawReceiver receiver = receiver(authority.server("receiver.example", end))) {
                if (!(post(client, url(receiver)).outcome() instanceof Outcome.Answered)) {
                    // This machine was slower than the certificate.
                    continue;
                }
                int before = receiver.requests().size();
                // It is valid until the millisecond of its end is over.
                Patience.until(
                        "the certificate has expired",
                        () -> Instant.now().isAfter(end.plusMillis(1)));

                Posted late = post(client, url(receiver));
                assertThat(cause(late)).isEqualTo(Cause.TLS);
                assertThat(sentence(late)).contains("expired");
                assertThat(receiver.requests()).hasSize(before);
                return;
            }
        }
    }
}
