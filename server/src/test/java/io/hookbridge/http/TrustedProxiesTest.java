package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.base.ip.IpAddress;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.util.List;

/** Who makes a request that came through 10.0.0.1, behind which are more proxies of 10.0.0.0/8. */
@Tag("unit")
class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            new TrustedProxies(List.of(AddressRange.of("10.0.0.0/8"), AddressRange.of("fd00::/8")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    203.0.113.7                                | 203.0.113.7
                    203.0.113.7:51234                          | 203.0.113.7
                    [2001:db8::7]:4711                         | 2001:db8::7
                    2001:DB8:0:0::7                            | 2001:db8::7
                    ::ffff:203.0.113.7                         | 203.0.113.7
                    198.51.100.9, 203.0.113.7                  | 203.0.113.7
                    198.51.100.9, 203.0.113.7, 10.1.2.3        | 203.0.113.7
                    198.51.100.9,203.0.113.7,[fd00::1]:80,10.9.9.9:1 | 203.0.113.7
                    rubbish, , unknown, 203.0.113.7            | 203.0.113.7
                    10.1.2.3                                   | 10.1.2.3
                    10.4.4.4, 10.1.2.3                         | 10.4.4.4
                    """)
    void the_list_is_read_from_the_right_as_long_as_it_names_proxies(String list, String caller) {
        assertThat(from("10.0.0.1", fields().and("X-Forwarded-For", list))).isEqualTo(caller);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    for=203.0.113.7                                       | 203.0.113.7
                    for="[2001:db8::7]:4711";proto=https                  | 2001:db8::7
                    For=203.0.113.7 ; by="_x;y,z"; host="a\\"b"            | 203.0.113.7
                    proto=https;for="203.0.113.7:80", by=_edge;FOR=10.1.1.1 | 203.0.113.7
                    for=[2001:db8::7]:80                                  | 2001:db8::7
                    for="2001:db8::\\7"                                    | 2001:db8::7
                    for=unknown, for=203.0.113.7                          | 203.0.113.7
                    """)
    void so_is_the_list_of_rfc_7239(String list, String caller) {
        assertThat(from("10.0.0.1", fields().and("Forwarded", list))).isEqualTo(caller);
    }

    @Test
    void several_lines_are_one_list() {
        assertThat(
                        from(
                                "10.0.0.1",
                                fields().and("X-Forwarded-For", "203.0.113.7")
                                        .and("x-forwarded-for", "10.2.2.2, 10.3.3.3")))
                .isEqualTo("203.0.113.7");
        assertThat(
                        from(
                                "10.0.0.1",
                                fields().and("Forwarded", "for=203.0.113.7")
                                        .and("Forwarded", "for=10.2.2.2")))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void nobody_but_a_trusted_proxy_is_believed() {
        assertThat(from("192.0.2.1", fields().and("X-Forwarded-For", "203.0.113.7")))
                .isEqualTo("192.0.2.1");
        assertThat(from("192.0.2.1", fields().and("Forwarded", "rubbish"))).isEqualTo("192.0.2.1");
        assertThat(from("10.0.0.1", fields())).isEqualTo("10.0.0.1");
        assertThat(
                        TrustedProxies.NONE
                                .caller(
                                        address("10.0.0.1"),
                                        fields().and("X-Forwarded-For", "203.0.113.7"))
                                .toString())
                .isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "unknown",
                "_hidden",
                "rubbish",
                "203.0.113.7,",
                "203.0.113.7, unknown, 10.1.1.1",
                "203.0.113.7;10.1.1.1",
                "for=203.0.113.7"
            })
    void a_proxy_that_names_nobody_is_refused_and_not_taken_for_the_caller(String list) {
        assertRefused(fields().and("X-Forwarded-For", list), "X-Forwarded-For, as the proxy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "203.0.113.7",
                "for=unknown",
                "for=_hidden",
                "for=",
                "for=\"\"",
                "proto=https",
                "for=203.0.113.7,",
                "for=203.0.113.7;",
                "for=203.0.113.7;for=203.0.113.8",
                "for=\"203.0.113.7",
                // What a caller wrote must not swallow what the proxy added.
                "for=\"1.1.1.1, for=203.0.113.7",
                "x=\"a, for=\"[2001:db8::7]\"",
                "for=203.0.113.7, proto=https"
            })
    void so_is_one_that_says_it_wrongly(String list) {
        assertRefused(fields().and("Forwarded", list), "Forwarded, as the proxy");
    }

    @Test
    void so_is_one_that_goes_on_for_ever() {
        String part = "\\a".repeat(8_000);

        assertRefused(
                fields().and("Forwarded", "x=\"" + part + "\",for=203.0.113.7"),
                "Forwarded, as the proxy");
    }

    @Test
    void of_two_headers_that_disagree_one_was_written_by_the_caller() {
        assertThat(
                        from(
                                "10.0.0.1",
                                fields().and("X-Forwarded-For", "203.0.113.7:80")
                                        .and("Forwarded", "for=\"203.0.113.7\"")))
                .isEqualTo("203.0.113.7");
        assertRefused(
                fields().and("X-Forwarded-For", "203.0.113.7").and("Forwarded", "for=1.1.1.1"),
                "name different callers");
    }

    @Test
    void where_proxies_were_forgotten_the_log_says_so_once() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(TrustedProxies.class);
        log.addAppender(lines);
        try {
            TrustedProxies forgotten = new TrustedProxies(List.of());
            forgotten.caller(address("10.0.0.1"), fields());
            forgotten.caller(address("10.0.0.1"), fields().and("X-Forwarded-For", "203.0.113.7"));
            forgotten.caller(address("10.0.0.1"), fields().and("Forwarded", "for=203.0.113.7"));
            TrustedProxies.NONE.caller(
                    address("10.0.0.1"), fields().and("X-Forwarded-For", "203.0.113.7"));
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list)
                .singleElement()
                .satisfies(line ->
                        assertThat(line.getFormattedMessage())
                                .contains("HOOKBRIDGE_TRUSTED_PROXIES is empty"));
    }

    private static Headers fields() {
        return Headers.NONE;
    }

    private static String from(String peer, Headers headers) {
        return PROXIES.caller(address(peer), headers).toString();
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static void assertRefused(Headers headers, String sentence) {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> PROXIES.caller(address("10.0.0.1"), headers))
                .satisfies(error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(error.message()).contains(sentence);
                });
    }
}
