package io.hookbridge.delivery.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.net.Header;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

@Tag("unit")
class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 | 0
                    77 | 77
                    ' 120 ' | 120
                    99999999999999999999 | 2147483647
                    Sun, 22 Nov 2026 12:01:00 GMT | 60
                    Sunday, 22-Nov-26 12:01:00 GMT | 60
                    Sun Nov 22 12:01:00 2026 | 60
                    Tue Dec  1 12:00:00 2026 | 777600
                    Sunday, 22-Nov-76 12:00:00 GMT | 1577923200
                    """)
    void seconds_and_dates_are_understood(String value, long seconds) {
        assertThat(RetryAfter.in(List.of(new Header("retry-after", value)), NOW))
                .contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "soon",
                "1.5",
                "12s",
                "Sun, 22 Nov 2026 11:59:00 GMT",
                "Tuesday, 22-Nov-77 12:00:00 GMT",
                "Sun Nov 22 11:59:00 2026",
                "٣"
            })
    void what_is_neither_or_is_over_asks_for_nothing(String value) {
        assertThat(RetryAfter.in(List.of(new Header("Retry-After", value)), NOW)).isEmpty();
    }
}
