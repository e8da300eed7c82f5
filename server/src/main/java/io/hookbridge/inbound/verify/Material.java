package io.hookbridge.inbound.verify;

import java.util.List;
import java.util.Optional;

/**
 * What the owner of an endpoint has entered for its preset.
 *
 * @param secrets of which one is enough, so that a secret can be changed without losing events; the
 *     first is the one that this side signs with. Empty while the endpoint waits for its secret
 * @param verifyToken what a provider repeats in a handshake
 * @param takesSecret whether the next handshake may bring a secret; opened by the owner for a short
 *     time, because anybody who knows the URL can send one
 */
public record Material(List<String> secrets, Optional<String> verifyToken, boolean takesSecret) {

    public Material {
        secrets = List.copyOf(secrets);
    }

    /** With nothing but secrets. */
    public static Material of(String... secrets) {
        return new Material(List.of(secrets), Optional.empty(), false);
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "Material[" + secrets.size() + " secrets]";
    }
}
