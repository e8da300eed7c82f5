package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class TextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\n",
                "\u00A0",
                "\u2003",
                "\u200B\u200D",
                "\uFEFF",
                "\u202E",
                "\u2060",
                "\u3000",
                "\u3164",
                "\u2800",
                "\u0301",
                "\u115F \u1160"
            })
    void text_of_which_nothing_can_be_seen_is_blank(String text) {
        assertThat(Text.isBlank(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00A0a", "é", "e\u0301", "😀", "中", ".", "-", "\u0663"})
    void text_that_can_be_seen_is_not(String text) {
        assertThat(Text.isBlank(text)).isFalse();
    }

    @Test
    void an_emoji_is_one_character() {
        assertThat(Text.length("😀".repeat(251))).isEqualTo(251);
    }
}
