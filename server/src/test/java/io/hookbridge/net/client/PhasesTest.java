package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.LOOPBACK;
import static io.hookbridge.net.client.Posting.always;
import static io.hookbridge.net.client.Posting.answered;
import static io.hookbridge.net.client.Posting.post;
import static io.hookbridge.net.client.RawReceiver.OK;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.hookbridge.base.Patience;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.dns.HostLookup;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

@Tag("unit")
class PhasesTest {

    private static void await(int millis) {
        try {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void each_phase_of_a_first_call_is_told_and_of_a_second_one_only_what_it_needed()
            throws Exception {
        HostLookup slow =
                host ->
                        CompletableFuture.runAsync(() -> await(60))
                                .thenCompose(_ -> always("127.0.0.1").lookup(host));
        try (TargetClient client = new TargetClient(LOOPBACK, slow, CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            while (connection.readRequest()) {
                                await(80);
                                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
                                await(100);
                                connection.say("k");
                            }
                        })) {
            String url = "http://receiver.example:" + receiver.port() + "/hook";
            Phases first = post(client, url).phases();
            Phases second = post(client, url).phases();

            assertThat(first.reused()).isFalse();
            assertThat(first.dnsMs()).isBetween(59, first.totalMs());
            assertThat(first.tcpConnectMs()).isBetween(0, first.totalMs());
            assertThat(first.tlsHandshakeMs()).isNull();
            assertThat(first.ttfbMs()).isBetween(0, first.totalMs());
            assertThat(first.transferMs()).isBetween(0, first.totalMs());
            assertThat(first.totalMs()).isGreaterThanOrEqualTo(239);

            assertThat(second.reused()).isTrue();
            assertThat(second.dnsMs()).isNull();
            assertThat(second.tcpConnectMs()).isNull();
            assertThat(second.tlsHandshakeMs()).isNull();
            assertThat(second.totalMs()).isGreaterThanOrEqualTo(179);
            assertThat(second.resolvedIp()).isEqualTo("127.0.0.1");

            // Whoever is late to look at what has come sees a shorter phase, but not always.
            Patience.until(
                    "both phases are as long as the receiver made them",
                    () -> {
                        Phases next = post(client, url).phases();
                        return requireNonNull(next.ttfbMs()) >= 79
                                && requireNonNull(next.transferMs()) >= 99;
                    });
        }
    }

    @Test
    void what_a_failed_call_did_not_reach_is_absent() throws Exception {
        try (TargetClient client = new TargetClient(LOOPBACK, always("127.0.0.1"), CALM);
                RawReceiver broken =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            connection.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
                        })) {
            Phases blocked = post(client, "https://10.0.0.1/hook").phases();
            Phases half = post(client, broken.url()).phases();

            assertThat(blocked)
                    .isEqualTo(
                            new Phases(
                                    "10.0.0.1",
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    false,
                                    blocked.totalMs()));
            assertThat(half.tcpConnectMs()).isNotNull();
            assertThat(half.ttfbMs()).isNotNull();
            assertThat(half.transferMs()).isNull();
        }
    }

    @Test
    void as_many_connections_are_kept_as_were_needed_at_once() throws Exception {
        int many = 100;
        CountDownLatch all = new CountDownLatch(many);
        try (TargetClient client = new TargetClient(LOOPBACK, always("127.0.0.1"), CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            all.countDown();
                            awaitAll(all);
                            do {
                                connection.say(OK);
                            } while (connection.readRequest());
                        })) {
            for (int round = 0; round < 2; round++) {
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Callable<Outcome.Answered>> calls =
                            Collections.nCopies(many, () -> answered(post(client, receiver.url())));
                    assertThat(threads.invokeAll(calls))
                            .allSatisfy(call -> assertThat(call.get().status()).isEqualTo(200));
                }
            }
            assertThat(receiver.requests()).hasSize(2 * many);
            assertThat(receiver.connections()).isEqualTo(many);
        }
    }

    private static void awaitAll(CountDownLatch all) throws IOException {
        try {
            if (!all.await(Patience.LONGEST.toSeconds() - 10, TimeUnit.SECONDS)) {
                throw new IOException("not all came");
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Test
    void a_closed_client_lets_go_of_its_idle_connections() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(OK)) {
            TargetClient client = new TargetClient(LOOPBACK, always("127.0.0.1"), CALM);
            post(client, receiver.url());
            client.close();
            assertThat(receiver.awaitEnd()).isEqualTo("end");
        }
    }
}
