package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

@Tag("unit")
class Rfc3339Test {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2026-11-22T09:30:00Z             | 2026-11-22T09:30:00Z
                    2026-11-22T09:30:00.25z          | 2026-11-22T09:30:00.250Z
                    2026-11-22t09:30:00.123456789Z   | 2026-11-22T09:30:00.123456789Z
                    2026-11-22T09:30:00+00:00        | 2026-11-22T09:30:00Z
                    2026-11-22T09:30:00+02:00        | 2026-11-22T07:30:00Z
                    2026-11-22T09:30:00-0330         | 2026-11-22T13:00:00Z
                    2026-11-22T09:30:00 02:00        | 2026-11-22T07:30:00Z
                    2026-11-22T09:30:00              | 2026-11-22T09:30:00Z
                    2026-11-22 09:30:00.5            | 2026-11-22T09:30:00.500Z
                    2024-02-29T23:59:59-01:00        | 2024-03-01T00:59:59Z
                    2026-11-22                       | 2026-11-22T00:00:00Z
                    2026-11-22T09:30:00+18:01        | 2026-11-21T15:29:00Z
                    2026-11-22T09:30:00-23:59        | 2026-11-23T09:29:00Z
                    2026-11-22T09:30:00.1234567899Z  | 2026-11-22T09:30:00.123456789Z
                    2016-12-31T23:59:60Z             | 2017-01-01T00:00:00Z
                    2016-12-31T15:59:60.5-08:00      | 2017-01-01T00:00:00Z
                    0000-01-01T00:00:00Z             | 0000-01-01T00:00:00Z
                    9999-12-31T23:59:59.999Z         | 9999-12-31T23:59:59.999Z
                    """)
    void a_time_is_read_as_clients_write_it(String text, Instant time) {
        assertThat(Rfc3339.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-11-31",
                "2026-11-22Z",
                "2026-11",
                "1795340400",
                "2026-11-22T09:30Z",
                "2026-02-29T09:30:00Z",
                "2026-11-22T24:30:00Z",
                "2026-11-22T09:30:00+25:00",
                "2026-11-22T09:30:00.Z",
                "2026-11-22T09:30:00Z ",
                "+12026-11-22T09:30:00Z",
                "2026-11-22T09:30:00+23:60",
                "2026-11-22T09:30:60Z",
                "2016-12-31T23:59:60+01:00",
                "2016-12-31T23:59:61Z",
                "9999-12-31T23:59:60Z",
                "9999-12-31T23:59:59-18:00",
                "0000-01-01T00:00:00+18:00",
                "\u0662\u0660\u0662\u0666-11-22"
            })
    void anything_else_is_no_time(String text) {
        assertThat(Rfc3339.parse(text)).isEmpty();
    }
}
