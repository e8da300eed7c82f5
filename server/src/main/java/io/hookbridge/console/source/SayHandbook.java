package io.hookbridge.console.source;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.verify.preset.Handbook;
import io.hookbridge.inbound.verify.preset.Preset;

import java.util.Optional;

/** Says in the language of a page what the API says in English of the presets. Pure. */
final class SayHandbook {

    private SayHandbook() {}

    static String setUp(Preset preset, Handbook handbook, Phrases phrases) {
        return say(preset, "set_up", handbook.setUp(), phrases);
    }

    static Optional<String> secret(Preset preset, Phrases phrases) {
        return preset.handbook()
                .flatMap(Handbook::secret)
                .map(english -> say(preset, "secret", english, phrases));
    }

    static Optional<String> caution(Preset preset, Phrases phrases) {
        return preset.handbook()
                .flatMap(Handbook::caution)
                .map(english -> say(preset, "caution", english, phrases));
    }

    private static String say(Preset preset, String what, String english, Phrases phrases) {
        return phrases.translated(english, "preset.handbook." + preset.id() + "." + what);
    }
}
