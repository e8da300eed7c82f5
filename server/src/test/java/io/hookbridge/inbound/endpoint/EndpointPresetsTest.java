package io.hookbridge.inbound.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.preset.Presets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class EndpointPresetsTest {

    @Test
    void a_handbook_sends_nobody_to_wait_for_a_secret_that_this_preset_cannot_bring() {
        for (Preset preset : Presets.shipped().all()) {
            boolean bringsIt =
                    preset.handshakes().stream().anyMatch(it -> it.action().isPresent())
                            && Verifier.needsSecret(preset)
                            && !EndpointPresets.mayAwaitSecret(preset);
            assertThat(preset.handbook().orElseThrow().setUp())
                    .as(preset.id())
                    .matches(text -> text.contains("without a preset") == bringsIt);
        }
    }
}
