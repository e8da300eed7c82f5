package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

@Tag("unit")
class JsonLookupTest {

    private static Optional<String> in(String path, String document) {
        return JsonLookup.parse(path, 256)
                .orElseThrow()
                .textIn(document.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "type            | {\"type\":\"push\"}                         | push",
                "$.type          | {\"type\":\"push\"}                         | push",
                "type            | {\"type\":7}                                | 7",
                "type            | {\"type\":-1.50e3}                          | -1.50e3",
                "type            | {\"type\":true}                             | true",
                "type            | {\"type\":\"a\\u00e4\\\"\"}                 | aä\"",
                "type            | {\"a\":{\"type\":\"x\"},\"type\":\"y\"}     | y",
                "ty\"pe          | {\"ty\\\"pe\":\"escaped\"}                  | escaped",
                "data.type       | {\"x\":[1,{}],\"data\":{\"type\":\"deep\"}} | deep",
                "a[0].b          | {\"a\":[{\"b\":\"first\"},{\"b\":\"no\"}]}  | first",
                "a.1.b           | {\"a\":[{\"b\":\"no\"},{\"b\":\"second\"}]} | second",
                "a.1             | {\"a\":{\"1\":\"named\"}}                   | named",
                "[0].type        | [{\"type\":\"in array\"}]                   | in array",
                "$[0]            | [\"element\"]                               | element",
                "__proto__       | {\"__proto__\":\"a name\"}                  | a name",
                "data.type       | {\"data\":{},\"data\":{\"type\":\"one\"}}   | one",
            })
    void a_string_a_number_and_a_boolean_are_found(String path, String document, String text) {
        assertThat(in(path, document)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":null}",
                "{\"type\":{}}",
                "{\"type\":[\"a\"]}",
                "{}",
                "[{\"type\":\"x\"}]",
                "[]",
                "\"type\"",
                "7",
                "",
                " ",
                "type",
                "{\"type\":\"x\"",
                "{\"type\":\"x\"} garbage",
                "{\"type\":\"x\",\"type\":\"y\"}",
                "{\"type\":\"x\",}",
                "{\"type\":\"x\ny\"}",
            })
    void whatever_else_stands_there_is_nothing(String document) {
        assertThat(in("type", document)).isEmpty();
    }

    @Test
    void bytes_that_are_no_utf_8_are_nothing() {
        JsonLookup lookup = JsonLookup.parse("type", 256).orElseThrow();

        assertThat(lookup.textIn("{\"type\":\"x\"}".getBytes(StandardCharsets.UTF_16))).isEmpty();
        assertThat(lookup.textIn("{\"type\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
        assertThat(lookup.textIn(new byte[] {0x1f, (byte) 0x8b, 8, 0})).isEmpty();
    }

    @Test
    void a_text_may_have_so_many_characters_and_no_more() {
        String emoji = "😀".repeat(256);

        assertThat(in("t", "{\"t\":\"" + emoji + "\"}")).contains(emoji);
        assertThat(in("t", "{\"t\":\"" + "\\ud83d\\ude00".repeat(256) + "\"}")).contains(emoji);
        assertThat(in("t", "{\"t\":\"" + emoji + "x\"}")).isEmpty();
        assertThat(in("t", "{\"t\":" + "1".repeat(257) + "}")).isEmpty();
    }

    @Test
    void no_nesting_is_too_deep_and_no_document_too_long() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String document =
                "{\"x\":" + deep + ",\"y\":\"" + "z".repeat(1_000_000) + "\",\"t\":\"end\"}";

        assertThat(in("t", document)).contains("end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "type.", ".type", "a..b", "a[", "a[x]", "a[-1]", "a]b", "$.", "a\nb"
            })
    void text_that_leads_nowhere_is_no_path(String path) {
        assertThat(JsonLookup.parse(path, 256)).isEmpty();
    }

    @Test
    void a_path_has_so_many_characters_at_the_most() {
        assertThat(JsonLookup.parse("a".repeat(256), 256)).isPresent();
        assertThat(JsonLookup.parse("a".repeat(257), 256)).isEmpty();
    }
}
