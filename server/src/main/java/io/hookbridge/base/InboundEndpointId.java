package io.hookbridge.base;

import java.util.Optional;
import java.util.UUID;

/** Identifies an endpoint that receives; a version 7 UUID, written in its canonical form. */
public record InboundEndpointId(UUID value) {

    /** Reads the canonical form only, so that one endpoint has one spelling. */
    public static Optional<InboundEndpointId> parse(String text) {
        return ProjectId.parse(text).map(id -> new InboundEndpointId(id.value()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
