package io.hookbridge.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

@Tag("unit")
class BrandTest {

    private static final Pattern COLOUR = Pattern.compile("#([0-9a-f]{6})");

    @ParameterizedTest
    @ValueSource(
            strings = {"#000000", "#8a1c5c", "#0b6642", "#b3261e", "#3A56D4", "#0000ff", "#6b5600"})
    void whatever_the_colour_letters_can_be_read_on_light_and_on_dark_pages(String colour) {
        List<Integer> shades =
                COLOUR.matcher(Accent.parse(colour).stylesheet())
                        .results()
                        .map(shade -> Integer.parseInt(shade.group(1), 16))
                        .toList();

        // Accent, hovered, what stands on it, and the tint: first of light pages, then of dark
        // ones.
        assertThat(shades).hasSize(8);
        for (int i = 0; i < shades.size(); i += 4) {
            assertThat(Accent.contrast(shades.get(i), shades.get(i + 2))).isGreaterThan(4.5);
            assertThat(Accent.contrast(shades.get(i + 1), shades.get(i + 2))).isGreaterThan(4.5);
            assertThat(Accent.contrast(shades.get(i), shades.get(i + 3))).isGreaterThan(4.5);
        }
        assertThat(Accent.contrast(shades.get(0), 0xF5F6F8)).isGreaterThan(4.5);
        assertThat(Accent.contrast(shades.get(4), 0x161C26)).isGreaterThan(4.5);
    }

    @Test
    void the_contrast_is_that_of_the_standard() {
        assertThat(Accent.contrast(0x000000, 0xFFFFFF)).isEqualTo(21);
        assertThat(Accent.contrast(0x767676, 0xFFFFFF)).isBetween(4.54, 4.55);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "red", "#fff", "3a56d4", "#3a56d4ff", "#3a56g4"})
    void what_is_no_colour_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accent.parse(text))
                .withMessage("must be a colour such as #3a56d4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ffffff", "#ffcc00", "#00b7ff"})
    void a_colour_that_nobody_can_read_is_refused_with_what_to_do(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accent.parse(text))
                .withMessageContaining("take a darker one");
    }

    @ParameterizedTest
    @CsvSource({"48, 24, 48", "200, 100, 48", "1024, 1, 24576", "1, 1024, 1"})
    void a_logo_is_as_wide_as_its_picture_asks_for(int width, int height, int shown) {
        assertThat(new Logo(png(width, height, 33)).widthAt(24)).isEqualTo(shown);
    }

    @Test
    void what_is_no_logo_is_refused_with_the_reason() {
        assertRefused(new byte[0], "is no PNG");
        assertRefused("<svg/>".repeat(9).getBytes(StandardCharsets.US_ASCII), "is no PNG");
        assertRefused(png(0, 24, 33), "1 to 1,024 pixels");
        assertRefused(png(24, 1025, 33), "1 to 1,024 pixels");
        assertRefused(png(24, 24, 100 * 1024 + 1), "larger than 100 KB");
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Logo(file))
                .withMessageContaining(why);
    }

    private static byte[] png(int width, int height, int bytes) {
        return ByteBuffer.allocate(bytes)
                .putLong(0x89504E470D0A1A0AL)
                .putInt(13)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height)
                .array();
    }
}
