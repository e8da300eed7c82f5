package io.hookbridge.inbound.preset;

import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.preset.Handbook;
import io.hookbridge.inbound.verify.preset.Handshake;
import io.hookbridge.inbound.verify.preset.Preset;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The members of presets in JSON; what is not there is left out. */
final class PresetView {

    private PresetView() {}

    /** What somebody has to know who chooses one. */
    static Map<String, Object> summary(Preset preset) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", preset.id());
        json.put("title", preset.title());
        json.put("ships", preset.handbook().isPresent());
        preset.handbook().ifPresent(handbook -> put(json, handbook));
        json.put("needs_secret", Verifier.needsSecret(preset));
        json.put("brings_secret", bringsSecret(preset));
        json.put("can_sign_as_provider", Verifier.canSignAgain(preset));
        return json;
    }

    private static void put(Map<String, Object> json, Handbook handbook) {
        json.put("evidence", handbook.evidence().name().toLowerCase(Locale.ROOT));
        json.put("set_up", handbook.setUp());
        handbook.secret().ifPresent(secret -> json.put("secret", secret));
        handbook.caution().ifPresent(caution -> json.put("caution", caution));
    }

    private static boolean bringsSecret(Preset preset) {
        return preset.handshakes().stream()
                .flatMap(handshake -> handshake.action().stream())
                .anyMatch(Handshake.Action.StoreSecret.class::isInstance);
    }

    /** The same and its document. */
    static Map<String, Object> whole(OwnPreset preset) {
        Map<String, Object> json = summary(preset.preset());
        preset.document().properties().forEach(each -> json.put(each.getKey(), each.getValue()));
        json.put("created_at", preset.createdAt());
        json.put("updated_at", preset.updatedAt());
        return json;
    }
}
