package io.hookbridge.console.source;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.verify.preset.Preset;

import java.util.List;
import java.util.Locale;

/**
 * The presets to choose one from for a new source.
 *
 * @param path of this page
 * @param list where all sources are
 * @param query what is looked for; empty for all
 * @param presets those whose name has it
 */
public record ChoosePresetPage(
        Shell shell, String path, String list, String query, List<Choice> presets) {

    /**
     * A preset.
     *
     * @param note what to do at the provider; or whose it is
     */
    public record Choice(String id, String title, String note) {

        private static Choice of(Preset preset, Phrases phrases) {
            return new Choice(
                    preset.id(),
                    preset.title(),
                    preset.handbook()
                            .map(handbook -> SayHandbook.setUp(preset, handbook, phrases))
                            .orElseGet(() -> phrases.say("source.choose.own")));
        }
    }

    static List<Choice> choices(List<Preset> presets, String query, Phrases phrases) {
        String wanted = query.toLowerCase(Locale.ROOT);
        return presets.stream()
                .filter(preset ->
                        preset.title().toLowerCase(Locale.ROOT).contains(wanted)
                                || preset.id().contains(wanted))
                .map(preset -> Choice.of(preset, phrases))
                .toList();
    }
}
