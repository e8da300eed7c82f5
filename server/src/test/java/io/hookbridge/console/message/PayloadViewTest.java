package io.hookbridge.console.message;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

@Tag("unit")
class PayloadViewTest {

    private static PayloadView view(String text, String contentType) {
        byte[] bytes = text.getBytes(UTF_8);
        return PayloadView.of(
                Arrays.copyOf(bytes, Math.min(bytes.length, PayloadView.MOST_BYTES)),
                bytes.length,
                contentType);
    }

    private static PayloadView json(String text) {
        return view(text, "application/json");
    }

    @Test
    void json_has_a_line_for_each_value_and_its_values_are_left_as_they_are() {
        PayloadView view =
                json(
                        "{\"a\":1.0,\"a\":[1e400,\"\\u00e9\\/ , {\"],\"e\":{ },\"f\":[\n],\"n\":null}");

        assertThat(view.text())
                .isEqualTo(
                        """
                        {
                          "a": 1.0,
                          "a": [
                            1e400,
                            "\\u00e9\\/ , {"
                          ],
                          "e": {},
                          "f": [],
                          "n": null
                        }\
                        """);
        assertThat(view.whole()).isTrue();
    }

    @Test
    void what_is_no_json_is_shown_as_it_is() {
        assertThat(view("a,b\n1,2\n", "text/csv").text()).isEqualTo("a,b\n1,2\n");
        assertThat(json("[1, 2").text()).isEqualTo("[1, 2");
        assertThat(view("[12:00] up,  and running", "text/plain").text())
                .isEqualTo("[12:00] up,  and running");
    }

    @Test
    void characters_that_would_move_others_are_written_out() {
        assertThat(view("a\u202Eb\u001B[2Jc\rd\te", "text/plain").text())
                .isEqualTo("a\\u202eb\\x1b[2Jc\\x0dd\te");
    }

    @Test
    void what_is_no_text_is_not_shown() {
        byte[] bytes = {0x1f, (byte) 0x8b, 8, 0};

        assertThat(PayloadView.of(bytes, bytes.length, "application/json"))
                .isEqualTo(new PayloadView("", false, false));
    }

    @Test
    void a_beginning_ends_before_a_character_that_is_not_all_there() {
        byte[] bytes = "aé€😀".getBytes(UTF_8);

        assertThat(text(bytes, 2)).isEqualTo("a");
        assertThat(text(bytes, 3)).isEqualTo("aé");
        assertThat(text(bytes, 5)).isEqualTo("aé");
        assertThat(text(bytes, 6)).isEqualTo("aé€");
        assertThat(text(bytes, 9)).isEqualTo("aé€");
        assertThat(text(bytes, 10)).isEqualTo("aé€😀");
    }

    private static String text(byte[] bytes, int length) {
        PayloadView view = PayloadView.of(Arrays.copyOf(bytes, length), bytes.length, "text/plain");
        assertThat(view.readable()).isTrue();
        assertThat(view.whole()).isEqualTo(length == bytes.length);
        return view.text();
    }

    @Test
    void a_payload_that_would_freeze_a_browser_is_cut() {
        String ones = "[" + "1,".repeat(500_000) + "1]";
        PayloadView cut = json(ones);
        assertThat(cut.whole()).isFalse();
        assertThat(cut.text().lines().count()).isLessThan(2_010);

        PayloadView members = json("[" + "1,".repeat(3_000) + "1]");
        assertThat(members.whole()).isFalse();
        assertThat(members.text().lines().count()).isBetween(1_990L, 2_010L);

        PayloadView nested = json("[".repeat(5_000) + "]".repeat(5_000));
        assertThat(nested.text()).hasSizeLessThanOrEqualTo(2 * PayloadView.MOST_BYTES);

        PayloadView line = json("{\"a\":\"" + "x".repeat(10_000_000) + "\"}");
        assertThat(line.text()).hasSizeLessThanOrEqualTo(PayloadView.MOST_BYTES + 100);
        assertThat(line.whole()).isFalse();
    }
}
