package io.hookbridge.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

@Tag("unit")
class SparklineTest {

    @Test
    void all_lines_have_the_scale_of_the_highest_value() {
        Sparkline.Line accepted = new Sparkline.Line("accepted", List.of(0L, 10L, 20L));
        Sparkline.Line failed = new Sparkline.Line("failed", List.of(0L, 0L, 10L));
        Sparkline chart = new Sparkline("Messages", List.of(accepted, failed));

        assertThat(chart.points(accepted)).isEqualTo("0.0,22.0 50.0,12.0 100.0,2.0");
        assertThat(chart.points(failed)).isEqualTo("0.0,22.0 50.0,22.0 100.0,12.0");
    }

    @Test
    void where_there_is_nothing_the_line_lies_on_the_ground() {
        Sparkline.Line none = new Sparkline.Line("accepted", List.of(0L, 0L));

        assertThat(new Sparkline("Messages", List.of(none)).points(none))
                .isEqualTo("0.0,22.0 100.0,22.0");
    }
}
