package io.hookbridge.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;

@Tag("unit")
class WhenTest {

    private static final Instant NOW = Instant.parse("2026-11-29T20:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, now",
        "PT-0.9S, now",
        "PT-1S, 1 second ago",
        "PT-59.9S, 59 seconds ago",
        "PT-60S, 1 minute ago",
        "PT-119M, 1 hour ago",
        "PT-48H, 2 days ago",
        "PT-167H, 6 days ago",
        "PT-168H, 22 Nov 2026",
        "PT32M, in 32 minutes",
        "PT168H, 6 Dec 2026",
    })
    void a_moment_is_told_by_its_distance_and_from_a_week_on_by_its_day(
            Duration distance, String words) {
        assertThat(new When(NOW.plus(distance), NOW).relative(Phrases.ENGLISH)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "PT-1S, vor 1\u00a0Sekunde",
        "PT-48H, vor 2\u00a0Tagen",
        "PT32M, in 32\u00a0Minuten",
        "PT0S, jetzt",
        "PT-168H, 22.\u00a0Nov. 2026",
    })
    void the_germans_have_their_own_words_for_it(Duration distance, String words) {
        assertThat(new When(NOW.plus(distance), NOW).relative(Phrases.in(Language.GERMAN)))
                .isEqualTo(words);
    }

    @Test
    void it_is_told_exactly_as_well() {
        When when = new When(Instant.parse("2026-11-29T14:02:03.004567Z"), NOW);

        assertThat(when.exact(Phrases.ENGLISH)).isEqualTo("29 Nov 2026, 14:02:03.004 UTC");
        assertThat(when.iso()).isEqualTo("2026-11-29T14:02:03.004Z");
    }
}
