package io.hookbridge.base.ip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24,         203.0.113.255, 203.0.114.0",
        "203.0.113.7,            203.0.113.7,   203.0.113.8",
        "203.0.113.7/32,         203.0.113.7,   203.0.113.6",
        "0.0.0.0/0,              203.0.113.7,   2001:db8::7",
        "2001:db8::/32,          2001:db8::7,   2001:db9::",
        "2001:db8::7,            2001:DB8:0::7, 2001:db8::8",
        "::ffff:203.0.113.0/120, 203.0.113.9,   203.0.112.9",
        "::ffff:203.0.113.7,     203.0.113.7,   203.0.113.8",
        "::ffff:0:0/96,          203.0.113.7,   ::1",
        "203.0.113.0/24,         ::ffff:203.0.113.7, ::203.0.113.7",
    })
    void a_range_holds_its_addresses_however_both_are_spelled(
            String range, String inside, String outside) {
        assertThat(contains(range, inside)).isTrue();
        assertThat(contains(range, outside)).isFalse();
    }

    private static boolean contains(String range, String address) {
        return AddressRange.of(range).contains(IpAddress.parse(address).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0/8",
                "::1/127",
                "fd00::/129",
                "::ffff:10.0.0.0/95",
                "::ffff:10.0.0.1/104",
                "localhost/8",
                "localhost",
                "/8",
                "",
                "10.0.0.0/8 ",
                "010.0.0.0/8",
                "10.0.0.0/+8",
                "[fd00::1]",
                "fe80::1%eth0"
            })
    void a_range_that_is_none_is_refused(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }
}
