package io.hookbridge.inbound.verify.request;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Json;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class JsonPathTest {

    @ParameterizedTest
    @CsvSource({
        "type, x",
        "$.type, x",
        "a.0.b, y",
        "a[0].b, y",
        "$.a[0].b, y",
        "a.1, 7",
        "a.2, true",
        "event-data.big, 12345678901234567890",
        "0, zero",
    })
    void a_path_leads_to_a_text_a_number_or_a_boolean(String path, String expected) {
        assertThat(in(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "a", "a.0", "a.3", "a.9", "a.-1", "type.x", "__proto__"})
    void where_nothing_of_that_kind_is_there_is_no_text(String path) {
        assertThat(in(path)).isEmpty();
    }

    private static String in(String path) {
        byte[] json =
                "{\"type\":\"x\",\"a\":[{\"b\":\"y\"},7,true,null],\"event-data\":{\"big\":12345678901234567890},\"0\":\"zero\"}"
                        .getBytes(UTF_8);
        return JsonPath.parse(path).orElseThrow().textIn(Json.readSent(json)).orElse("");
    }

    @Test
    void positions_may_come_first() {
        byte[] json = "[{\"event\":\"delivered\"}]".getBytes(UTF_8);

        assertThat(JsonPath.parse("0.event").orElseThrow().textIn(Json.readSent(json)))
                .contains("delivered");
        assertThat(JsonPath.parse("[0].event")).isEqualTo(JsonPath.parse("0.event"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "type.", ".type", "a..b", "a[b]", "a{b}", "a+b", "a\nb"})
    void what_is_no_path_is_none(String path) {
        assertThat(JsonPath.parse(path)).isEmpty();
        assertThat(JsonPath.parse("a.".repeat(16) + "a")).as("too deep").isEmpty();
    }
}
