package io.hookbridge.base;

import java.util.Optional;
import java.util.UUID;

/** Identifies a message; a version 7 UUID, written in its canonical 36 characters. */
public record MessageId(UUID value) {

    /** Reads the canonical form only, so that one message has one spelling. */
    public static Optional<MessageId> parse(String text) {
        return ProjectId.parse(text).map(id -> new MessageId(id.value()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
