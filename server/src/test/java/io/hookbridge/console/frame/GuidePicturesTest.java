package io.hookbridge.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.browser.GuidePictures;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;

/** The pictures in docs/console.md. */
@Tag("unit")
class GuidePicturesTest {

    private static final long MOST_BYTES = 1_500_000;

    @Test
    void the_pictures_that_the_guide_shows_are_those_that_there_are() {
        assertThat(GuidePictures.files())
                .as(
                        "take them again with: mvn -q -pl server test -Dquick"
                                + " -Dtest='JourneysInBrowserTest,ConsoleInBrowserTest' -Ddocs=pictures")
                .containsExactlyElementsOf(
                        GuidePictures.linked().stream().map(GuidePictures::file).toList());
    }

    @Test
    void together_they_stay_small_enough_to_be_kept_with_the_sources() {
        long bytes = GuidePictures.files().stream().map(Path::toFile).mapToLong(File::length).sum();

        assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
    }

    @ParameterizedTest
    @EnumSource
    void the_guide_shows_each_part_of_the_console(Section section) {
        String word = section.name().toLowerCase(Locale.ROOT).replace('_', '-');

        assertThat(GuidePictures.linked())
                .anyMatch(name -> (name + "-").contains("-" + word + "-"));
    }
}
