package io.hookbridge.console.source;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.endpoint.EndpointPresets;
import io.hookbridge.inbound.endpoint.InboundFields;
import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.preset.Preset;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The form for a new source, or for one that is changed.
 *
 * @param heading what it is for
 * @param action where it goes
 * @param back the page to return to without having done anything
 * @param preset what is asked because of it; null without one
 * @param typed what stands in the form
 * @param inherited what holds for retries that the form leaves open, in words
 * @param hints the ends of the secrets that the source has; none for a new one
 * @param alert why the form did not do what it was sent for; null at first
 */
public record SourceFormPage(
        Shell shell,
        String heading,
        String action,
        String back,
        @Nullable OfPreset preset,
        SourceForm typed,
        String inherited,
        List<String> hints,
        boolean isNew,
        @Nullable String alert) {

    /**
     * What a preset asks for.
     *
     * @param setUp what to do at the provider; null where that is not known
     * @param asksForSecret whether requests are believed only with a secret
     * @param mayAwait whether a handshake may bring it
     */
    public record OfPreset(
            String id,
            String title,
            SourcePage.@Nullable SetUp setUp,
            boolean asksForSecret,
            boolean mayAwait,
            boolean asksForVerifyToken,
            boolean maySign) {

        static OfPreset of(Preset preset, Phrases phrases) {
            return new OfPreset(
                    preset.id(),
                    preset.title(),
                    SourcePage.SetUp.of(preset, phrases),
                    Verifier.needsSecret(preset),
                    EndpointPresets.mayAwaitSecret(preset),
                    SourceForm.asksForVerifyToken(preset),
                    Verifier.canSignAgain(preset));
        }
    }

    public int longestName() {
        return InboundFields.MAX_NAME;
    }
}
