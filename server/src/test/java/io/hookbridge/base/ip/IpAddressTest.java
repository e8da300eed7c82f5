package io.hookbridge.base.ip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;

@Tag("unit")
class IpAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7",
                " 203.0.113.7 ",
                "203.0.113.7:51234",
                "203.0.113.7:_port",
                "::ffff:203.0.113.7",
                "::FFFF:cb00:7107",
                "[::ffff:203.0.113.7]:443",
            })
    void every_spelling_of_an_ipv4_address_is_that_address(String text) {
        assertThat(IpAddress.parseForwarded(text)).get().hasToString("203.0.113.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:db8::7",
                "[2001:db8::7]",
                "[2001:db8::7]:4711",
                "\t[2001:db8::7]:_hidden ",
                "2001:DB8:0:0::7",
                "2001:0db8:0000:0000:0000:0000:0000:0007",
                "2001:db8::0.0.0.7",
            })
    void every_spelling_of_an_ipv6_address_is_that_address(String text) {
        assertThat(IpAddress.parseForwarded(text)).get().hasToString("2001:db8::7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "_hidden",
                "",
                " ",
                "localhost",
                "203.0.113",
                "203.0.113.256",
                "203.0.113.07",
                "0xcb007107",
                "3405803783",
                "1",
                "203.0.113.7:",
                "203.0.113.7:123456",
                "203.0.113.7 203.0.113.8",
                "[203.0.113.7]",
                "[2001:db8::7",
                "2001:db8::7]",
                "[2001:db8::7]4711",
                "2001:db8:::7",
                "2001:db8::7%eth0",
                "::ffff:203.0.113.7.1"
            })
    void what_is_no_address_is_none(String text) {
        assertThat(IpAddress.parseForwarded(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "::, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "FD00::ABCD, fd00::abcd",
    })
    void an_address_is_written_as_rfc_5952_has_it(String text, String written) {
        assertThat(IpAddress.parse(text)).get().hasToString(written);
    }

    @Test
    void addresses_are_equal_whatever_they_were_looked_up_by() throws Exception {
        assertThat(new IpAddress(InetAddress.getByAddress("name", new byte[] {10, 0, 0, 1})))
                .isEqualTo(IpAddress.parse("::ffff:10.0.0.1").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "::ffff:203.0.113.7, 203.0.113.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2::, 2001:db8:1:2::/64",
        "2001:db8::7, 2001:db8::/64",
        "::1, ::/64",
    })
    void callers_of_ipv6_count_by_64_bits(String address, String network) {
        assertThat(IpAddress.parse(address).orElseThrow().network()).isEqualTo(network);
    }
}
