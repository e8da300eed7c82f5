package io.hookbridge.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.openapi.Prose.Bullets;
import io.hookbridge.http.openapi.Prose.Paragraph;
import io.hookbridge.http.openapi.Prose.Span;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

@Tag("unit")
class ProseTest {

    @Test
    void blank_lines_part_paragraphs_and_single_line_ends_do_not() {
        assertThat(Prose.of("One\ntwo.\n\nThree.\n").blocks())
                .containsExactly(
                        new Paragraph(List.of(new Span("One two.", false))),
                        new Paragraph(List.of(new Span("Three.", false))));
    }

    @Test
    void lines_with_a_dash_are_a_list_and_its_items_may_be_longer_than_a_line() {
        assertThat(Prose.of("- one\n  more\n- two - three").blocks())
                .containsExactly(
                        new Bullets(
                                List.of(
                                        List.of(new Span("one more", false)),
                                        List.of(new Span("two - three", false)))));
    }

    @Test
    void words_between_backticks_are_code() {
        assertThat(Prose.of("`a` or `b c`.").line())
                .containsExactly(
                        new Span("a", true),
                        new Span(" or ", false),
                        new Span("b c", true),
                        new Span(".", false));
    }

    @Test
    void nothing_is_nothing() {
        assertThat(Prose.of("").blocks()).isEmpty();
    }

    @Test
    void code_in_pieces_is_still_the_same_code() {
        String json = "{\"a \\\"b\\\": c\": [\"d\", 1, null], \"e\":\"\"}";
        assertThat(
                        Code.of(json).pieces().stream()
                                .map(Code.Piece::text)
                                .collect(Collectors.joining()))
                .isEqualTo(json);
        assertThat(Code.of(json).pieces())
                .contains(
                        new Code.Piece(Code.Kind.NAME, "\"a \\\"b\\\": c\":"),
                        new Code.Piece(Code.Kind.TEXT, "\"d\""),
                        new Code.Piece(Code.Kind.TEXT, "\"\""));
    }
}
