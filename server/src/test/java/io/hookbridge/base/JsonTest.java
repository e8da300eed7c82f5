package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.core.JacksonException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

@Tag("unit")
class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "e080af", "c17f", "eda080", "f5808080", "ff", "e282", "00"})
    void bytes_that_are_no_utf_8_are_refused_and_not_mended(String hex) {
        String around = HexFormat.of().formatHex("{\"a\":\"".getBytes(StandardCharsets.UTF_8));
        byte[] body = HexFormat.of().parseHex(around + hex + "227d");

        assertThatThrownBy(() -> Json.readSent(body))
                .isInstanceOfSatisfying(
                        JacksonException.class,
                        failure ->
                                assertThat(Json.problem("the body", failure))
                                        .isEqualTo("the body is not valid JSON in UTF-8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void other_encodings_are_refused(String encoding) {
        byte[] body = "{\"a\":1}".getBytes(Charset.forName(encoding));

        assertThatThrownBy(() -> Json.readSent(body)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "0e99999999999", "1e-99999999999", "1e-2147483648"})
    void an_exponent_that_no_number_can_have_is_a_limit(String number) {
        assertThatThrownBy(() -> Json.readSent(utf8("{\"a\":" + number + "}")))
                .isInstanceOfSatisfying(
                        JacksonException.class,
                        failure ->
                                assertThat(Json.problem("the body", failure))
                                        .contains("exponents"));
    }

    @Test
    void a_member_that_comes_twice_is_told_as_such() {
        assertThatThrownBy(() -> Json.readSent(utf8("{\"a\":{\"b\":1,\"b\":2}}")))
                .isInstanceOfSatisfying(
                        JacksonException.class,
                        failure ->
                                assertThat(Json.problem("the body", failure))
                                        .isEqualTo("the body must have each member once"));
    }

    @Test
    void every_digit_of_a_number_is_kept() {
        assertThat(Json.readSent(utf8("24.00000000000000000000000001")).decimalValue())
                .hasToString("24.00000000000000000000000001");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
