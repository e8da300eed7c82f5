package io.hookbridge.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;

@Tag("unit")
class PlainTextTest {

    @Test
    void what_a_terminal_would_obey_is_written_out() {
        assertThat(PlainText.line("push\u001b[2J\u001b]0;owned\u0007"))
                .isEqualTo("push\\x1b[2J\\x1b]0;owned\\x07");
        assertThat(PlainText.line("\u001b]52;c;ZWNobw==\u0007 \u001b]8;;http://x\u001b\\here"))
                .doesNotContain("\u001b", "\u0007");
        assertThat(PlainText.line("a\r\nb\tc\u007f\u009b31m"))
                .isEqualTo("a\\x0d\\x0ab\\x09c\\x7f\\x9b31m");
        assertThat(PlainText.line("abc\u202edcb\u2066\u200f\u061c\u2028"))
                .isEqualTo("abc\\u202edcb\\u2066\\u200f\\u061c\\u2028");
        assertThat(PlainText.line("half \ud83d")).isEqualTo("half \\ud83d");
    }

    @Test
    void what_people_read_stays_as_it_is() {
        String text = "Zahlung für 12,50 € \\o/ 支付 \ud83d\ude80 $1";

        assertThat(PlainText.line(text)).isEqualTo(text);
        assertThat(PlainText.lines("{\n\t\"a\": 1\n}\u0007")).isEqualTo("{\n\t\"a\": 1\n}\\x07");
    }

    @Test
    void a_long_text_ends_with_an_ellipsis_and_keeps_the_column() {
        assertThat(PlainText.line("x".repeat(10_000), 28)).isEqualTo("x".repeat(27) + "…");
        assertThat(PlainText.line("\u0007".repeat(20), 28)).hasSize(28);
        assertThat(PlainText.line("short", 28)).isEqualTo("short");
    }

    @Test
    void colours_are_for_terminals_of_people_who_want_them() {
        assertThat(Colours.of(Map.of("TERM", "xterm"), true).on()).isTrue();
        assertThat(Colours.of(Map.of("TERM", "xterm"), false).on()).isFalse();
        assertThat(Colours.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true).on()).isFalse();
        assertThat(Colours.of(Map.of("TERM", "dumb"), true).on()).isFalse();
        assertThat(Colours.of(Map.of(), true).on()).isFalse();
        assertThat(new Colours(false).red("text")).isEqualTo("text");
        assertThat(new Colours(true).red("text")).contains("text").startsWith("\u001b[");
    }
}
