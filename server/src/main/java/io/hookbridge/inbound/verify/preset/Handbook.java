package io.hookbridge.inbound.verify.preset;

import java.util.Optional;

/**
 * What people need to know of a preset.
 *
 * @param evidence how well it is known that it does what the provider does
 * @param setUp where the URL is entered at the provider, and what else has to be done there
 * @param secret what the secret of the endpoint is; empty if there is none
 * @param caution what to be careful about, and what could not be proven; empty if nothing
 */
public record Handbook(
        Evidence evidence, String setUp, Optional<String> secret, Optional<String> caution) {

    /** How well something is known. */
    public enum Evidence {
        /** It accepts an example that the provider or its SDK has published. */
        PUBLISHED,
        /** It follows what the provider's documents or SDKs say; the examples are our own. */
        DOCUMENTED,
        /** It follows what others say of the provider. */
        SECONDARY
    }
}
