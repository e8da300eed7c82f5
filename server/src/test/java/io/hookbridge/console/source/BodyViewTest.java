package io.hookbridge.console.source;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.http.page.Phrases;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Objects;

@Tag("unit")
class BodyViewTest {

    @Test
    void a_short_text_is_shown_whole_and_its_size_told() {
        BodyView view = BodyView.of("{\"n\":1}".getBytes(UTF_8));

        assertThat(view).isEqualTo(new BodyView("{\"n\":1}", 7, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "€", "😀"})
    void a_long_text_is_cut_between_two_characters(String character) {
        for (int before = 0; before < 4; before++) {
            String text = "a".repeat(before) + character.repeat(100_000);

            BodyView view = BodyView.of(text.getBytes(UTF_8));

            assertThat(view.cut()).isTrue();
            String shown = Objects.requireNonNull(view.text());
            assertThat(text).startsWith(shown);
            assertThat(shown.getBytes(UTF_8).length).isBetween(BodyView.MOST - 4, BodyView.MOST);
        }
    }

    @Test
    void what_is_no_text_is_not_shown() {
        byte[] binary = {0x1f, (byte) 0x8b, 0, 1};

        assertThat(BodyView.of(binary).text()).isNull();
        assertThat(BodyView.of(binary).size(Phrases.ENGLISH)).isEqualTo("4 bytes");
    }
}
