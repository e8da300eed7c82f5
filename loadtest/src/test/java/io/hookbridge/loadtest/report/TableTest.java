package io.hookbridge.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class TableTest {

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        assertThat(new Table("Scenario", "p50").row("a", "1.25").row("bb", "10.50"))
                .hasToString(
                        """
                        | Scenario |   p50 |
                        |:---------|------:|
                        | a        |  1.25 |
                        | bb       | 10.50 |
                        """);
    }

    @Test
    void a_row_has_a_cell_for_each_heading() {
        assertThatThrownBy(() -> new Table("a", "b").row("1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
