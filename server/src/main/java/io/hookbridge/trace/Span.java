package io.hookbridge.trace;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * Something that took a while.
 *
 * @param parent the span of the same trace that it is a part of or follows from; 0 for none
 * @param attributes by OpenTelemetry's names where there are any; texts and whole numbers
 * @param failure what went wrong, a phrase; null if nothing did
 */
public record Span(
        TraceContext context,
        long parent,
        String name,
        Kind kind,
        Instant start,
        Instant end,
        Map<String, Object> attributes,
        @Nullable String failure) {

    /** Which side of a call it is. */
    public enum Kind {
        INTERNAL(1),
        SERVER(2),
        CLIENT(3);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** As OTLP has it. */
        int number() {
            return number;
        }
    }
}
