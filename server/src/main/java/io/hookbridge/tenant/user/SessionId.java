package io.hookbridge.tenant.user;

import java.util.Optional;
import java.util.UUID;

/** Names a session in lists, and grants nothing; written as a lower-case UUID. */
public record SessionId(UUID value) {

    public static Optional<SessionId> parse(String text) {
        try {
            return text.length() == 36
                    ? Optional.of(new SessionId(UUID.fromString(text)))
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
