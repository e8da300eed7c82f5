package io.hookbridge.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.net.TargetCheck.Verdict;
import io.hookbridge.net.dns.SilentNameException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

@Tag("unit")
class TargetCheckTest {

    private static final Map<String, List<String>> NAMES =
            Map.of(
                    "public.example", List.of("93.184.216.34", "2606:2800:220:1::1"),
                    "inside.example", List.of("10.0.0.1"),
                    "mixed.example", List.of("93.184.216.34", "192.168.0.1"),
                    "here.example", List.of("127.0.0.1", "::1"),
                    "xn--bcher-kva.example", List.of("93.184.216.34"),
                    "localhost", List.of("127.0.0.1"),
                    "public.example.", List.of("93.184.216.34"));

    private static final TargetCheck STRICT = check(List.of());
    private static final TargetCheck LOOPBACK =
            check(List.of(AddressRange.of("127.0.0.0/8"), AddressRange.of("::1/128")));

    private static TargetCheck check(List<AddressRange> allowed) {
        return new TargetCheck(new AddressRules(allowed), TargetCheckTest::lookup);
    }

    private static CompletableFuture<List<InetAddress>> lookup(String host) {
        List<String> addresses = NAMES.get(host);
        return addresses == null
                ? CompletableFuture.failedFuture(new UnknownHostException(host))
                : CompletableFuture.completedFuture(
                        addresses.stream().map(InetAddress::ofLiteral).toList());
    }

    static Stream<AddressRulesTest.Line> corpus() throws Exception {
        return AddressRulesTest.corpus();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void a_url_with_an_address_of_the_corpus_is_judged_as_the_address(AddressRulesTest.Line line) {
        String host = line.address().contains(":") ? "[" + line.address() + "]" : line.address();

        assertThat(STRICT.check("https://" + host + "/hook"))
                .isEqualTo(line.allowed() ? new Verdict.Good() : new Verdict.Blocked());
        assertThat(STRICT.check("http://" + host + "/hook")).isInstanceOf(Verdict.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://%31%32%37.0.0.1/hook",
                "https://127。0。0。1/hook",
                "https://\uFF11\uFF12\uFF17.0.0.1/hook",
                "https://[::ffff:127.0.0.1]/hook",
                "https://[::FFFF:7F00:1]/hook",
                "https://[0:0:0:0:0:ffff:7f00:1]/hook",
                "https://[::127.0.0.1]/hook",
                "HTTPS://127.0.0.1:443/hook"
            })
    void a_url_with_an_inner_address_is_blocked_however_it_is_spelled(String url) {
        assertThat(STRICT.check(url)).isEqualTo(new Verdict.Blocked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/hook",
                "https://LOC%61LHOST/hook",
                "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/hook",
                "https://inside.example/hook",
                "https://INSIDE.example/hook",
                "https://mixed.example/hook"
            })
    void a_name_that_leads_inside_is_refused_however_it_is_spelled(String url) {
        assertThat(STRICT.check(url)).isEqualTo(new Verdict.Unreachable(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://2130706433/hook",
                "https://0/aaaaaaaaa",
                "https://0x7f000001/hook",
                "https://0x7f.0.0.1/hook",
                "https://0177.0.0.1/hook",
                "https://017700000001/hook",
                "https://010.8.8.8/hook",
                "https://127.1/hook",
                "https://127.0.1/hook",
                "https://127.0.0.1./hook",
                "https://1.1.1.1./hook",
                "https://1.1.1/hook",
                "https://1.2.3.256/hook",
                "https://1.1.1.1.1/hook",
                "https://name.example.0x7f/hook"
            })
    void an_address_in_a_spelling_that_readers_disagree_about_is_invalid(String url) {
        assertThat(STRICT.check(url))
                .isEqualTo(
                        new Verdict.Invalid(
                                "The url must write an IPv4 address as four decimal numbers without leading zeros."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://a.b                                  | characters
                    ftp://public.example/hook                    | begin with https
                    https:public.example/hook                    | begin with https
                    https:/public.example/hook                   | begin with https
                    https:///public.example/hook                 | begin with https
                    https://?public.example                      | begin with https
                    //public.example/hook                        | begin with https
                    public.example/hook                          | begin with https
                    http://public.example/hook                   | begin with https
                    https://user@public.example/hook             | user name
                    https://user:word@public.example/hook        | user name
                    https://@public.example/hook                 | user name
                    https://public.example@127.0.0.1/hook        | user name
                    https://public.example/hook#part             | fragment
                    https://public.example/hook#                 | fragment
                    https://public.example/a hook                | spaces
                    https://public.example\\@127.0.0.1/hook      | backslashes
                    https://public.example:0/hook                | port
                    https://public.example:65536/hook            | port
                    https://public.example:http/hook             | port
                    https://public..example/hook                 | valid host
                    https://pub%2flic.example/hook               | valid host
                    https://pub%00lic.example/hook               | valid host
                    https://[fe80::1%25eth0]/hook                | valid host
                    https://[::1/hook                            | valid host
                    https://[1.1.1.1]/hook                       | valid host
                    """)
    void a_url_that_nothing_can_be_sent_to_is_invalid_and_the_reason_is_told(
            String url, String part) {
        assertThat(STRICT.check(url))
                .isInstanceOfSatisfying(
                        Verdict.Invalid.class,
                        invalid -> assertThat(invalid.sentence()).contains(part));
    }

    @Test
    void a_url_has_12_to_2048_characters() {
        String start = "https://public.example/";
        String full = start + "x".repeat(2048 - start.length());

        assertThat(STRICT.check(full)).isEqualTo(new Verdict.Good());
        assertThat(STRICT.check(full + "x")).isInstanceOf(Verdict.Invalid.class);
        assertThat(STRICT.check("https://" + "a".repeat(3))).isInstanceOf(Verdict.Invalid.class);
        assertThat(STRICT.check("https://" + "a".repeat(4)))
                .isEqualTo(new Verdict.Unreachable(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://public.example/hook?a=b@c",
                "https://public.example:8443",
                "https://public.example./hook",
                "https://bücher.example/hook",
                "https://1.1.1.1:65535/hook",
                "https://[2606:2800:220:1:248:1893:25c8:1946]/hook"
            })
    void a_public_https_url_is_good(String url) {
        assertThat(STRICT.check(url)).isEqualTo(new Verdict.Good());
    }

    @Test
    void a_name_without_an_address_is_unresolvable() {
        assertThat(STRICT.check("https://nowhere.example/hook"))
                .isEqualTo(new Verdict.Unreachable(false));
    }

    @Test
    void of_a_name_that_nobody_answers_for_or_can_be_asked_about_nothing_is_said() {
        for (IOException failure :
                List.of(new SilentNameException("silent.example"), new IOException("no socket"))) {
            TargetCheck check =
                    new TargetCheck(
                            new AddressRules(List.of()),
                            _ -> CompletableFuture.failedFuture(failure));

            assertThat(check.check("https://silent.example/hook"))
                    .isEqualTo(new Verdict.NotLookedUp());
        }
    }

    @Test
    void plain_http_goes_only_where_the_operator_named_every_address() {
        assertThat(LOOPBACK.check("http://127.0.0.1:8080/hook")).isEqualTo(new Verdict.Good());
        assertThat(LOOPBACK.check("http://[::1]:8080/hook")).isEqualTo(new Verdict.Good());
        assertThat(LOOPBACK.check("http://here.example/hook")).isEqualTo(new Verdict.Good());
        assertThat(LOOPBACK.check("https://here.example/hook")).isEqualTo(new Verdict.Good());
        assertThat(LOOPBACK.check("http://public.example/hook"))
                .isEqualTo(new Verdict.Invalid("The url must begin with https://."));
        assertThat(LOOPBACK.check("http://inside.example/hook"))
                .isEqualTo(new Verdict.Unreachable(true));
        assertThat(LOOPBACK.check("https://public.example/hook")).isEqualTo(new Verdict.Good());
        assertThat(STRICT.check("http://here.example/hook")).isInstanceOf(Verdict.Invalid.class);
    }
}
