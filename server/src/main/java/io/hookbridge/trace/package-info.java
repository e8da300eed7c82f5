/**
 * What is told to a collector of OpenTelemetry: spans, which say what took how long, and the trace
 * that each belongs to. {@link io.hookbridge.delivery.MessageTraces} says which spans there are.
 *
 * <p>Spans are written by ourselves, as JSON over HTTP (OTLP 1.x), because there are few kinds of
 * them, all made after the fact from what is known anyway; decision 0020 says more.
 */
@NullMarked
package io.hookbridge.trace;

import org.jspecify.annotations.NullMarked;
