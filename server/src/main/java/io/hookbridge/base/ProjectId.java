package io.hookbridge.base;

import java.util.Optional;
import java.util.UUID;

/** Identifies a project; written as a lower-case UUID. */
public record ProjectId(UUID value) {

    /** Reads the canonical 36-character form only, so that one project has one spelling. */
    public static Optional<ProjectId> parse(String text) {
        if (text.length() != 36) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(new ProjectId(id)) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
