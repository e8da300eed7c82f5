package io.hookbridge.inbound.verify.request;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Json;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

@Tag("unit")
class JsonPathTest {

    private static final String SENT =
            """
            {"type": "x", "a": [{"b": "y"}, 7, true, null],
             "event-data": {"big": 12345678901234567890}, "0": "zero"}
            """;

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
        assertThat(in(path, SENT)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "-0.50", "1.50e3", "1E+3", "12345678901234567890", "1e400"})
    void a_number_is_told_as_it_was_sent(String number) {
        byte[] json = ("{\"type\": " + number + " }").getBytes(UTF_8);

        assertThat(new JsonPath(List.of("type")).textIn(json)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "a", "a.0", "a.3", "a.9", "a.-1", "type.x", "__proto__"})
    void where_nothing_of_that_kind_is_there_is_no_text(String path) {
        assertThat(in(path, SENT)).isEmpty();
    }

    /** Read as a whole and looked through, which must come to the same. */
    private static String in(String path, String json) {
        JsonPath parsed = JsonPath.parse(path).orElseThrow();
        String found = FindInJson.text(json.getBytes(UTF_8), parsed).orElse("");
        assertThat(parsed.textIn(Json.readSent(json.getBytes(UTF_8))).orElse("")).isEqualTo(found);
        return found;
    }

    @Test
    void the_elements_of_an_array_are_told_as_they_were_sent() {
        assertThat(elements("a", SENT, 4)).containsExactly("{\"b\": \"y\"}", "7", "true", "null");
        assertThat(elements("a", "{\"a\":[]}", 4)).isEmpty();
    }

    @Test
    void no_elements_are_told_of_what_is_no_array_or_has_too_many() {
        assertThat(elements("a", SENT, 3)).isEmpty();
        for (String json :
                List.of(
                        "{\"a\":{}}",
                        "{\"a\":1}",
                        "[1]",
                        "{\"a\":[1],\"a\":[2]}",
                        "{\"a\":[1]",
                        "")) {
            assertThat(elements("a", json, 4)).as(json).isEmpty();
        }
    }

    private static List<String> elements(String path, String json, int most) {
        return JsonPath.parse(path).orElseThrow().elementsIn(json.getBytes(UTF_8), most).stream()
                .map(element -> new String(element, UTF_8))
                .toList();
    }

    @Test
    void positions_may_come_first() {
        assertThat(in("0.event", "[{\"event\":\"delivered\"}]")).isEqualTo("delivered");
        assertThat(JsonPath.parse("[0].event")).isEqualTo(JsonPath.parse("0.event"));
    }

    @Test
    void names_may_be_escaped_and_outside_of_ascii() {
        assertThat(in("type", "{\"\\u0074ype\":\"x\"}")).isEqualTo("x");
        assertThat(in("größe", "{\"größe\":\"x\"}")).isEqualTo("x");
        assertThat(in("größe", "{\"gr\\u00f6\\u00dfe\":\"x\"}")).isEqualTo("x");
        assertThat(in("type", "{\"typed\":1,\"typ\":2,\"tYpe\":3}")).isEmpty();
    }

    @Test
    void half_of_a_surrogate_pair_is_no_text() {
        assertThat(in("a", "{\"a\":\"\\ud83d\\ude00\"}")).isEqualTo("\uD83D\uDE00");
        assertThat(in("a", "{\"a\":\"\\ud83d\"}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1,}",
                "a=1",
                ""
            })
    void nothing_is_found_in_what_readers_understand_differently(String json) {
        assertThat(FindInJson.text(json.getBytes(UTF_8), JsonPath.parse("a").orElseThrow()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "type.", ".type", "a..b", "a[b]", "a{b}", "a+b", "a\nb"})
    void what_is_no_path_is_none(String path) {
        assertThat(JsonPath.parse(path)).isEmpty();
        assertThat(JsonPath.parse("a.".repeat(16) + "a")).as("too deep").isEmpty();
    }
}
