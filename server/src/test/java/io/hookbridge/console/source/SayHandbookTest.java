package io.hookbridge.console.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.verify.preset.Handbook;
import io.hookbridge.inbound.verify.preset.Presets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Optional;

@Tag("unit")
class SayHandbookTest {

    private static final Phrases GERMAN = Phrases.in(Language.GERMAN);

    @Test
    void every_shipped_preset_is_told_in_german_as_far_as_in_english() {
        assertThat(Presets.shipped().all())
                .allSatisfy(preset -> {
                    Handbook handbook = preset.handbook().orElseThrow();

                    assertThat(SayHandbook.setUp(preset, handbook, GERMAN))
                            .isNotEqualTo(handbook.setUp());
                    assertTold(SayHandbook.secret(preset, GERMAN), handbook.secret());
                    assertTold(SayHandbook.caution(preset, GERMAN), handbook.caution());
                    assertThat(SayHandbook.caution(preset, Phrases.ENGLISH))
                            .isEqualTo(handbook.caution());
                });
    }

    private static void assertTold(Optional<String> german, Optional<String> english) {
        assertThat(german.isPresent()).isEqualTo(english.isPresent());
        german.ifPresent(told -> assertThat(told).isNotEqualTo(english.orElseThrow()));
    }
}
