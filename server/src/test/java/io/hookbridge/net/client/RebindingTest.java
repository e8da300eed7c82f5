package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.CALM;
import static io.hookbridge.net.client.Posting.LOOPBACK;
import static io.hookbridge.net.client.Posting.STRICT;
import static io.hookbridge.net.client.Posting.answered;
import static io.hookbridge.net.client.Posting.cause;
import static io.hookbridge.net.client.Posting.post;
import static io.hookbridge.net.client.Posting.sentence;
import static io.hookbridge.net.client.RawReceiver.OK;
import static io.hookbridge.net.client.RawReceiver.answering;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.net.AddressRules;
import io.hookbridge.net.AddressRulesTest;
import io.hookbridge.net.Cause;
import io.hookbridge.net.Posted;
import io.hookbridge.net.TargetCheck;
import io.hookbridge.net.TargetCheck.Verdict;
import io.hookbridge.net.dns.DnsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Names that are looked up at a real name server, which does not always say the same. */
@Tag("unit")
class RebindingTest {

    private static final String PUBLIC = "93.184.216.34";

    private DnsServer names;
    private RawReceiver inside;

    @BeforeEach
    void start() throws IOException {
        names = DnsServer.start();
        inside = answering(OK);
    }

    @AfterEach
    void stop() throws IOException {
        inside.close();
        names.close();
    }

    private Posted postTo(String host, AddressRules rules) {
        try (TargetClient client = new TargetClient(rules, names.lookup(), CALM)) {
            return post(client, "https://" + host + ":" + inside.port() + "/hook");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "64:ff9b::7f00:1", "169.254.169.254", "0.0.0.0"})
    void a_name_that_turns_inward_after_it_was_accepted_is_refused_at_the_delivery(String turned) {
        names.script("turning.example", PUBLIC, turned);

        assertThat(new TargetCheck(STRICT, names.lookup()).check("https://turning.example/hook"))
                .isEqualTo(new Verdict.Good());
        assertThat(cause(postTo("turning.example", STRICT))).isEqualTo(Cause.BLOCKED_ADDRESS);
        assertThat(inside.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PUBLIC + " 127.0.0.1",
                "127.0.0.1 " + PUBLIC,
                PUBLIC + " ::1",
                "2606:2800:220:1::1 10.0.0.1",
                PUBLIC + " 93.184.216.35 93.184.216.36 192.168.0.1"
            })
    void one_forbidden_address_among_several_refuses_the_host(String addresses) {
        names.script("mixed.example", addresses);

        assertThat(new TargetCheck(STRICT, names.lookup()).check("https://mixed.example/hook"))
                .isEqualTo(new Verdict.Unreachable(true));
        assertThat(cause(postTo("mixed.example", STRICT))).isEqualTo(Cause.BLOCKED_ADDRESS);
        assertThat(inside.connections()).isZero();
    }

    @Test
    void what_was_looked_up_for_a_connection_is_what_is_connected_to() {
        names.script("turning.example", "127.0.0.1", PUBLIC);
        try (TargetClient client = new TargetClient(LOOPBACK, names.lookup(), CALM)) {
            Posted posted = post(client, "http://turning.example:" + inside.port() + "/hook");

            assertThat(answered(posted).status()).isEqualTo(200);
            assertThat(posted.phases().resolvedIp()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void plain_http_does_not_follow_a_name_to_an_address_that_the_operator_did_not_name() {
        names.script("turning.example", "127.0.0.1", PUBLIC);

        assertThat(new TargetCheck(LOOPBACK, names.lookup()).check("http://turning.example/hook"))
                .isEqualTo(new Verdict.Good());
        try (TargetClient client = new TargetClient(LOOPBACK, names.lookup(), CALM)) {
            assertThat(cause(post(client, "http://turning.example/hook")))
                    .isEqualTo(Cause.BLOCKED_ADDRESS);
            assertThat(cause(post(client, "http://" + PUBLIC + "/hook")))
                    .isEqualTo(Cause.BLOCKED_ADDRESS);
        }
    }

    @Test
    void a_name_that_vanishes_fails_the_look_up() {
        assertThat(new TargetCheck(STRICT, names.lookup()).check("https://gone.example/hook"))
                .isEqualTo(new Verdict.Unreachable(false));
        assertThat(cause(postTo("gone.example", STRICT))).isEqualTo(Cause.DNS);
    }

    @Test
    void an_attempt_does_not_tell_whether_a_name_is_unknown_or_leads_inside() {
        names.script("mixed.example", PUBLIC + " 10.0.0.1");

        assertThat(sentence(postTo("mixed.example", STRICT)))
                .isEqualTo(sentence(postTo("gone.example", STRICT)));
    }

    static Stream<String> forbidden() throws IOException {
        return AddressRulesTest.corpus()
                .filter(line -> !line.allowed())
                .map(AddressRulesTest.Line::address);
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void no_forbidden_address_is_connected_to_whether_it_is_written_out_or_looked_up(
            String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        names.script("hidden.example", address);
        try (TargetClient client = new TargetClient(STRICT, names.lookup(), CALM)) {
            for (String target : List.of(host, "hidden.example")) {
                for (String scheme : List.of("https", "http")) {
                    String url = scheme + "://" + target + ":" + inside.port() + "/hook";
                    assertThat(cause(post(client, url))).as(url).isEqualTo(Cause.BLOCKED_ADDRESS);
                }
            }
        }
        assertThat(inside.connections()).isZero();
    }
}
