package io.hookbridge.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

@Tag("unit")
class LanguageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de | GERMAN",
                "de-AT,de;q=0.9,en;q=0.8 | GERMAN",
                "en;q=0.5, fr-CH;q=0.7, *;q=0.1 | FRENCH",
                "ja, es-419;q=0.3 | SPANISH",
                "de;q=0, fr;q=0.2 | FRENCH",
                "pt-BR, pt;q=0.9 | ENGLISH",
                "* | ENGLISH",
                "de;q=much | ENGLISH",
                "'' | ENGLISH",
            })
    void a_browser_is_answered_in_the_best_language_it_accepts(String accepted, Language best) {
        assertThat(Language.of(Language.ALL, Optional.empty(), Optional.of(accepted)))
                .isEqualTo(best);
    }

    @Test
    void a_header_that_no_browser_sends_is_not_looked_at() {
        String endless = "de," + "fr-CH;q=0.5,".repeat(50) + "es";

        assertThat(Language.of(Language.ALL, Optional.empty(), Optional.of(endless)))
                .isEqualTo(Language.ENGLISH);
    }

    @Test
    void a_choice_goes_before_what_the_browser_accepts_if_it_is_spoken() {
        assertThat(Language.of(Language.ALL, Optional.of("fr"), Optional.of("de")))
                .isEqualTo(Language.FRENCH);
        assertThat(Language.of(Language.ALL, Optional.of("klingon"), Optional.of("de")))
                .isEqualTo(Language.GERMAN);
        assertThat(Language.of(Language.ALL, Optional.empty(), Optional.empty()))
                .isEqualTo(Language.ENGLISH);
    }

    @ParameterizedTest
    @CsvSource({"de, GERMAN", "en-GB, ENGLISH", "es-419, SPANISH", "fr-CA, FRENCH", "auto,", "it,"})
    void a_tag_names_its_language_wherever_that_is_spoken(String tag, Language language) {
        assertThat(Language.of(tag)).isEqualTo(Optional.ofNullable(language));
    }

    @Test
    void the_console_speaks_only_some() {
        assertThat(Language.of(Language.CONSOLE, Optional.of("fr"), Optional.of("es, de;q=0.5")))
                .isEqualTo(Language.GERMAN);
        assertThat(Language.of(Language.CONSOLE, Optional.empty(), Optional.of("es, fr")))
                .isEqualTo(Language.ENGLISH);
    }
}
