package io.hookbridge.base;

import java.util.Optional;
import java.util.UUID;

/** Identifies an environment, one mode of a project; written as a lower-case UUID. */
public record EnvironmentId(UUID value) {

    /** Reads the canonical 36-character form only, so that one environment has one spelling. */
    public static Optional<EnvironmentId> parse(String text) {
        return ProjectId.parse(text).map(id -> new EnvironmentId(id.value()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
