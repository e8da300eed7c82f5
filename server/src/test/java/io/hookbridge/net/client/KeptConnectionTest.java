package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.ENVIRONMENT;
import static io.hookbridge.net.client.Posting.LOOPBACK;
import static io.hookbridge.net.client.Posting.always;
import static io.hookbridge.net.client.Posting.answered;
import static io.hookbridge.net.client.Posting.cause;
import static io.hookbridge.net.client.Posting.client;
import static io.hookbridge.net.client.Posting.post;
import static io.hookbridge.net.client.RawReceiver.OK;
import static io.hookbridge.net.client.RawReceiver.answering;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.net.Cause;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Posted;
import io.hookbridge.net.dns.DnsServer;
import io.hookbridge.net.dns.HostLookup;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Which connections are kept, for whom, and for how long. */
@Tag("unit")
class KeptConnectionTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private static TargetClient keeping(HostLookup names, Duration idle, Duration age, int most) {
        return new TargetClient(
                LOOPBACK, names, CALM, Tls.ofRuntime(), new Pool.Keeping(idle, age, LONG, most));
    }

    private static Posted postTo(TargetClient client, int target, String url) {
        return postTo(client, ENVIRONMENT, target, url);
    }

    private static Posted postTo(
            TargetClient client, EnvironmentId environment, int target, String url) {
        return client.post(
                        new Destination(new TargetId(new UUID(8, target)), environment, url),
                        List.of(),
                        new byte[0])
                .join()
                .orElseThrow();
    }

    @Test
    void an_answer_that_nobody_asked_for_reaches_no_other_target_at_the_same_place()
            throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            while (connection.readRequest()) {
                                connection.say(
                                        connection.lastRequest().head().startsWith("POST /two")
                                                ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
                                                : OK + OK);
                            }
                        })) {
            String place = "http://127.0.0.1:" + receiver.port();
            for (int i = 0; i < 20; i++) {
                assertThat(answered(postTo(client, 1, place + "/one")).status()).isEqualTo(200);
                assertThat(answered(postTo(client, 2, place + "/two")).status()).isEqualTo(500);
            }
            assertThat(receiver.requests()).hasSize(40);
        }
    }

    @Test
    void no_connection_serves_two_targets() throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver = answering(OK)) {
            for (int i = 0; i < 12; i++) {
                postTo(client, i % 3, receiver.url());
            }
            assertThat(receiver.connections()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\nok",
                "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n"
            })
    void an_odd_answer_counts_by_its_status_and_ends_its_connection(String answer)
            throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver = answering(answer)) {
            int status = Integer.parseInt(answer.substring(9, 12));
            for (int i = 1; i <= 5; i++) {
                Posted posted = post(client, receiver.url());
                assertThat(answered(posted).status()).isEqualTo(status);
                assertThat(posted.phases().lostMs()).isNull();
                assertThat(receiver.requests()).hasSize(i);
                assertThat(receiver.connections()).isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
                "HTTP/1.1 204 No Content\r\n\r\n"
            })
    void an_answer_without_fault_keeps_its_connection(String answer) throws Exception {
        try (TargetClient client = client(CALM);
                RawReceiver receiver = answering(answer)) {
            for (int i = 0; i < 3; i++) {
                answered(post(client, receiver.url()));
            }
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_connection_has_a_greatest_age_and_then_the_name_is_looked_up_again() throws Exception {
        try (DnsServer names = DnsServer.start();
                TargetClient client = keeping(names.lookup(), LONG, Duration.ofMillis(1), 10);
                RawReceiver receiver = answering(OK)) {
            names.script("moving.example", "127.0.0.1", "127.0.0.99");
            String url = "http://moving.example:" + receiver.port() + "/hook";

            assertThat(post(client, url).phases().resolvedIp()).isEqualTo("127.0.0.1");
            Patience.until(
                    "the new address is tried",
                    () -> "127.0.0.99".equals(post(client, url).phases().resolvedIp()));
        }
    }

    @Test
    void an_idle_connection_is_closed_when_its_time_is_over_and_one_too_many_before()
            throws Exception {
        try (TargetClient hasty = keeping(always("127.0.0.1"), Duration.ofMillis(1), LONG, 10);
                TargetClient narrow = keeping(always("127.0.0.1"), LONG, LONG, 1);
                RawReceiver one = answering(OK);
                RawReceiver two = answering(OK)) {
            post(hasty, one.url());
            assertThat(one.awaitEnd()).isEqualTo("end");

            post(narrow, one.url());
            post(narrow, two.url());
            assertThat(one.awaitEnd()).isEqualTo("end");
        }
    }

    @Test
    void however_many_targets_one_environment_has_another_one_keeps_its_connections()
            throws Exception {
        EnvironmentId flood = new EnvironmentId(new UUID(8, 1));
        EnvironmentId other = new EnvironmentId(new UUID(8, 2));
        int processors = Runtime.getRuntime().availableProcessors();
        try (TargetClient client = keeping(always("127.0.0.1"), LONG, LONG, 8 * processors);
                RawReceiver receiver = answering(OK)) {
            postTo(client, other, 0, receiver.url());
            for (int i = 1; i < 40 * processors; i++) {
                postTo(client, flood, i, receiver.url());
            }
            assertThat(postTo(client, other, 0, receiver.url()).phases().reused()).isTrue();
        }
    }

    @Test
    void an_address_is_told_in_its_shortest_form() {
        try (TargetClient client = client(CALM)) {
            Posted posted = post(client, "http://[0:0:0:0:0:0:0:1]:1/hook");
            assertThat(cause(posted)).isEqualTo(Cause.CONNECT);
            assertThat(posted.phases().resolvedIp()).isEqualTo("::1");
        }
    }
}
