package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.core.JacksonException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

@Tag("unit")
class JsonCutterTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isWellFormed(byte[] json) {
        try {
            JsonCutter cutter = new JsonCutter(json);
            cutter.skip();
            cutter.requireEnd();
            return true;
        } catch (JsonCutter.MalformedException malformed) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                " [ true , false,null ]\n",
                "{\"a\":{\"b\":[[],{},\"\\u00e9\\n\\\"\"]},\"a\":-0.5e+10}",
                "0",
                "-0",
                "1E400",
                "\"é😀\""
            })
    void well_formed_values_are_passed_over_whole(String json) {
        assertThat(isWellFormed(utf8(json))).isTrue();
        assertThat(new JsonCutter(utf8(json)).cut()).isEqualTo(utf8(json.strip()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "[}",
                "{]",
                "[[1]",
                "01",
                "+1",
                "-",
                ".5",
                "1.",
                "1e",
                "0x1",
                "NaN",
                "tru",
                "truely",
                "\"",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "\"\u0000\"",
                "1 2",
                "{} {}",
                "//\n1",
                "'a'"
            })
    void what_is_malformed_is_refused(String json) {
        assertThat(isWellFormed(utf8(json))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0af",
                "c1bf",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f0808080",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "f8888080",
                "80",
                "bf",
                "c3",
                "c328",
                "e282",
                "e28228",
                "f09f98",
                "f09f9828",
                "ff",
                "fe"
            })
    void what_is_no_utf_8_is_refused(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        byte[] json = new byte[bad.length + 2];
        json[0] = '"';
        System.arraycopy(bad, 0, json, 1, bad.length);
        json[json.length - 1] = '"';

        assertThat(isWellFormed(json)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c280",
                "dfbf",
                "e0a080",
                "ecbfbf",
                "ed9fbf",
                "ee8080",
                "efbfbf",
                "f0908080",
                "f3bfbfbf",
                "f48fbfbf"
            })
    void the_first_and_last_characters_of_each_length_are_taken(String hex) {
        byte[] good = HexFormat.of().parseHex(hex);
        byte[] json = new byte[good.length + 2];
        json[0] = '"';
        System.arraycopy(good, 0, json, 1, good.length);
        json[json.length - 1] = '"';

        assertThat(isWellFormed(json)).isTrue();
    }

    @Test
    void no_nesting_is_too_deep_and_no_name_or_number_too_long() {
        int many = 1_000_000;
        assertThat(isWellFormed(utf8("[".repeat(many) + "]".repeat(many)))).isTrue();
        assertThat(isWellFormed(utf8("[".repeat(many) + "]".repeat(many - 1)))).isFalse();
        assertThat(isWellFormed(utf8("{\"a\":".repeat(many) + "1" + "}".repeat(many)))).isTrue();
        assertThat(isWellFormed(utf8("{\"" + "n".repeat(many) + "\":" + "9".repeat(many) + "}")))
                .isTrue();
    }

    @Test
    void members_and_elements_are_walked_and_their_values_cut_out() {
        JsonCutter json = new JsonCutter(utf8(" { \"a\" : [ 1 , {\"x\": 2 } ] , \"b\":\"]\" } "));
        json.enterObject();
        assertThat(json.hasNext('}', true)).isTrue();
        assertThat(json.name()).isEqualTo(utf8("\"a\""));
        assertThat(json.kind()).isEqualTo((byte) '[');
        json.enterArray();
        assertThat(json.hasNext(']', true)).isTrue();
        json.skip();
        assertThat(json.hasNext(']', false)).isTrue();
        assertThat(json.cut()).isEqualTo(utf8("{\"x\": 2 }"));
        assertThat(json.hasNext(']', false)).isFalse();
        assertThat(json.hasNext('}', false)).isTrue();
        assertThat(json.name()).isEqualTo(utf8("\"b\""));
        assertThat(json.cut()).isEqualTo(utf8("\"]\""));
        assertThat(json.hasNext('}', false)).isFalse();
        json.requireEnd();
    }

    @Test
    void a_string_is_checked_at_each_of_its_places() {
        for (int length = 1; length <= 20; length++) {
            for (int at = 1; at <= length; at++) {
                byte[] json = utf8('"' + "~".repeat(length) + '"');
                for (int wrong : new int[] {0, 0x1f, '\n', 0x80, 0xff, '"', '\\'}) {
                    json[at] = (byte) wrong;
                    assertThat(isWellFormed(json)).as("%d at %d", wrong, at).isFalse();
                }
                for (int right : new int[] {' ', '!', '#', '[', ']', 0x7f}) {
                    json[at] = (byte) right;
                    assertThat(isWellFormed(json)).as("%d at %d", right, at).isTrue();
                }
            }
        }
    }

    @Test
    void a_byte_order_mark_is_passed_over() {
        assertThat(isWellFormed(utf8("\uFEFF{}"))).isTrue();
        assertThatThrownBy(() -> new JsonCutter(utf8("{\uFEFF}")).skip())
                .isInstanceOf(JsonCutter.MalformedException.class);
    }

    /** Of texts that are JSON but for a byte, Jackson says the same. */
    @Test
    void it_agrees_with_the_parser_that_reads_values() {
        Random random = new Random(7);
        String sample =
                "{\"a\":[1.5e3,-0,true,null,\"x\\u00e9\\\\\"],\"b\":{\"c\":{}},\"d\":[[],[2]]}";
        String alphabet = "{}[]:,\"\\0123456789.eE+-truefalsn \n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(sample);
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.deleteCharAt(at);
                }
            }
            byte[] json = utf8(text.toString());
            assertThat(isWellFormed(json)).as(text.toString()).isEqualTo(isReadable(json));
        }
    }

    private static boolean isReadable(byte[] json) {
        try {
            return !Json.MAPPER.readTree(json).isMissingNode();
        } catch (JacksonException malformed) {
            return false;
        }
    }
}
