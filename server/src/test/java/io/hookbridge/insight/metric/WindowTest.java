package io.hookbridge.insight.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

@Tag("unit")
class WindowTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HOUR  | 2026-11-22T10:07:31.5Z | 2026-11-22T09:08:00Z | 2026-11-22T10:08:00Z
                    HOUR  | 2026-11-22T10:07:00Z   | 2026-11-22T09:08:00Z | 2026-11-22T10:08:00Z
                    DAY   | 2026-11-22T10:07:31.5Z | 2026-11-21T10:15:00Z | 2026-11-22T10:15:00Z
                    WEEK  | 2026-11-22T10:07:31.5Z | 2026-11-15T11:00:00Z | 2026-11-22T11:00:00Z
                    MONTH | 2026-11-22T10:07:31.5Z | 2026-10-23T12:00:00Z | 2026-11-22T12:00:00Z
                    """)
    void a_window_ends_with_the_bucket_of_now(
            Window window, Instant now, Instant start, Instant end) {
        assertThat(window.start(now)).isEqualTo(start);
        assertThat(window.end(now)).isEqualTo(end);
        assertThat(start.plus(window.bucket().multipliedBy(window.buckets()))).isEqualTo(end);
    }
}
