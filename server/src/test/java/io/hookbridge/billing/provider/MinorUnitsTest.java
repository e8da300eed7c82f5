package io.hookbridge.billing.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class MinorUnitsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv",
                "xaf", "xof", "xpf"
            })
    void a_currency_that_stripe_writes_without_decimals_is_counted_in_itself(String currency) {
        assertThat(MinorUnits.toMajor(5_000, currency)).isEqualTo("5000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bhd", "jod", "kwd", "omr", "tnd"})
    void some_have_three_decimals(String currency) {
        assertThat(MinorUnits.toMajor(5_120, currency)).isEqualTo("5.120");
    }

    @ParameterizedTest
    @ValueSource(strings = {"isk", "ugx", "ISK"})
    void those_that_lost_their_decimals_keep_them_on_the_wire_and_show_none(String currency) {
        assertThat(MinorUnits.toMajor(500, currency)).isEqualTo("5");
        assertThat(MinorUnits.toMajor(-500, currency)).isEqualTo("-5");
        assertThat(MinorUnits.toMajor(550, currency)).isEqualTo("5.50");
    }

    @ParameterizedTest
    @CsvSource({"usd, 5.00", "huf, 5.00", "twd, 5.00", "iqd, 5.00", "uyi, 5.00", "xyz, 5.00"})
    void every_other_has_two_whatever_java_and_iso_4217_say(String currency, String major) {
        assertThat(MinorUnits.toMajor(500, currency)).isEqualTo(major);
    }
}
