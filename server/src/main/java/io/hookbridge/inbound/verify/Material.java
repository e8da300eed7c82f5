package io.hookbridge.inbound.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the owner of an endpoint has entered for its preset.
 *
 * @param secrets of which one is enough, so that a secret can be changed without losing events; the
 *     first is the one that this side signs with. Empty while the endpoint waits for its secret
 * @param verifyToken what a provider repeats in a handshake
 * @param takesSecretUntil until when a handshake may bring a secret; opened by the owner for a
 *     short time, because anybody who knows the URL can send one. Empty if none may
 */
public record Material(
        List<String> secrets, Optional<String> verifyToken, Optional<Instant> takesSecretUntil) {

    public Material {
        secrets = List.copyOf(secrets);
    }

    /** With nothing but secrets. */
    public static Material of(String... secrets) {
        return new Material(List.of(secrets), Optional.empty(), Optional.empty());
    }

    /** Whether a handshake that comes at this moment may bring a secret. */
    boolean takesSecret(Instant moment) {
        return takesSecretUntil.filter(moment::isBefore).isPresent();
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "Material[" + secrets.size() + " secrets]";
    }
}
