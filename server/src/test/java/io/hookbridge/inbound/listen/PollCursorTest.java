package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class PollCursorTest {

    private static final String ID = "01935abc-def0-7123-9abc-def012345678";

    @ParameterizedTest
    @ValueSource(strings = {ID, ID + ".0", ID + ".17", ID + ".999999999999999999"})
    void a_cursor_is_read_as_it_is_written(String text) {
        assertThat(PollCursor.parse(text)).get().hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".1",
                "17",
                ID + ".",
                ID + ".-1",
                ID + ".1.2",
                ID + ".1000000000000000000",
                ID + ".١"
            })
    void what_is_no_cursor_is_none(String text) {
        assertThat(PollCursor.parse(text)).isEmpty();
    }

    @Test
    void an_id_alone_has_no_place() {
        assertThat(PollCursor.parse(ID).orElseThrow().position()).isEmpty();
    }
}
