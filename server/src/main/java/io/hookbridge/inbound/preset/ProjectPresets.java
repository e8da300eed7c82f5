package io.hookbridge.inbound.preset;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Json;
import io.hookbridge.inbound.verify.preset.InvalidPreset;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.preset.PresetReader;
import io.hookbridge.inbound.verify.preset.Presets;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.Optional;

/**
 * All presets that an environment can use: its own and those that ship. Its own go first, so that a
 * later version that ships one of the same id changes no endpoint.
 */
public final class ProjectPresets {

    private final OwnPresetStore store;
    private final Presets shipped;

    public ProjectPresets(Jdbi jdbi, Presets shipped) {
        this.store = new OwnPresetStore(jdbi);
        this.shipped = shipped;
    }

    /**
     * The preset of this id; one of the project stays as it is until the transaction that is under
     * way ends.
     */
    public Optional<Preset> hold(EnvironmentId environment, String id) {
        return store.hold(environment, id).map(OwnPreset::preset).or(() -> shipped.find(id));
    }

    /**
     * The preset of this id.
     *
     * @param document that of the environment's own preset of this id; null if it has none
     */
    public Optional<Preset> find(String id, @Nullable String document) {
        return document == null
                ? shipped.find(id)
                : Optional.of(read(Json.MAPPER.readTree(document)));
    }

    /**
     * Reads what was stored, which was read before it was.
     *
     * @throws IllegalStateException if this version reads it otherwise
     */
    static Preset read(JsonNode document) {
        try {
            return PresetReader.read(document);
        } catch (InvalidPreset otherwise) {
            throw new IllegalStateException(
                    "a preset of a project was stored by another version", otherwise);
        }
    }

    /** Those that ship. */
    Presets shipped() {
        return shipped;
    }
}
