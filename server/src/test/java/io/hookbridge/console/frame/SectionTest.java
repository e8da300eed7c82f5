package io.hookbridge.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Phrases;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
class SectionTest {

    @ParameterizedTest
    @EnumSource
    void every_part_has_a_name_in_each_language_of_the_console(Section section) {
        String key =
                "console.section."
                        + new Shell.Entry(section.name(), new Shell.Link("", "", false)).key();

        assertThat(Phrases.ENGLISH.say(key)).isEqualTo(section.title());
        assertThat(Phrases.in(Language.GERMAN).say(key)).isNotBlank();
    }
}
