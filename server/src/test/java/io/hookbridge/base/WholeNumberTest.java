package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;

@Tag("unit")
class WholeNumberTest {

    @ParameterizedTest
    @CsvSource({"0,0", "39.0,39", "1e2,100", "1.5e1,15", "100.000000000000000000000,100"})
    void a_number_without_a_fraction_is_whole_however_it_is_written(String text, int number) {
        assertThat(WholeNumber.of(new BigDecimal(text), 0, 100)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "39.00000000000000000001", "1e-400", "-1", "101", "1e999999999"})
    void a_fraction_and_what_lies_outside_of_the_bounds_are_refused(String text) {
        assertThat(WholeNumber.of(new BigDecimal(text), 0, 100)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0663",
                "\uFF13",
                "+3",
                " 3",
                "3.0",
                "1e1",
                "0x3",
                "",
                "-",
                "1000000000000"
            })
    void digits_are_those_of_ascii(String text) {
        assertThat(WholeNumber.parse(text, 0, 100)).isEmpty();
        assertThat(WholeNumber.parse("3", 0, 100)).contains(3);
    }
}
