package io.hookbridge.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;

@Tag("unit")
class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void what_is_written_is_read_again() {
        TraceContext context =
                new TraceContext(
                        UUID.fromString("4bf92f35-77b3-4da6-a3ce-929d0e0e4736"),
                        0x00f067aa0ba902b7L,
                        true);

        assertThat(context.header()).isEqualTo("00-" + TRACE + "-00f067aa0ba902b7-01");
        assertThat(TraceContext.parse(context.header())).contains(context);
        assertThat(context.traceId()).isEqualTo(TRACE);
        assertThat(TraceContext.parse("00-" + TRACE + "-00f067aa0ba902b7-00"))
                .hasValueSatisfying(unsampled -> assertThat(unsampled.sampled()).isFalse());
    }

    @Test
    void a_later_version_may_say_more() {
        assertThat(
                        TraceContext.parse(
                                "cc-" + TRACE + "-00f067aa0ba902b7-01-what-the-future-brings"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-" + TRACE + "-00f067aa0ba902b7",
                "00-" + TRACE + "-00f067aa0ba902b7-01-more",
                "ff-" + TRACE + "-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + TRACE + "-0000000000000000-01"
            })
    void what_is_not_valid_is_as_if_it_were_not_there(String header) {
        assertThat(TraceContext.parse(header)).isEmpty();
    }
}
