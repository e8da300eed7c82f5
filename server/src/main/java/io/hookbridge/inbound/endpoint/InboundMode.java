package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.Direction;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where what an endpoint receives goes. */
public enum InboundMode {
    /** To its URL, by the engine. */
    FORWARD,
    /** To whoever listens on a developer's machine. */
    CLI,
    /** To whoever fetches it. */
    PULL;

    /** The word in SQL and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode with this {@link #word}. */
    public static Optional<InboundMode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    /** Which way the messages go that are received now. */
    public Direction direction() {
        return this == PULL ? Direction.PULL : Direction.INBOUND;
    }
}
