package io.hookbridge.trace;

import io.hookbridge.base.Json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes spans as the protocol of OpenTelemetry has them in JSON ({@code
 * ExportTraceServiceRequest}).
 */
final class OtlpJson {

    private static final int ERROR = 2;

    private OtlpJson() {}

    /**
     * @param resource what is said of this server
     */
    static byte[] of(Map<String, Object> resource, Collection<Span> spans) {
        return Json.MAPPER.writeValueAsBytes(
                Map.of(
                        "resourceSpans",
                        List.of(
                                Map.of(
                                        "resource",
                                        Map.of("attributes", attributes(resource)),
                                        "scopeSpans",
                                        List.of(
                                                Map.of(
                                                        "scope",
                                                        Map.of("name", "hookbridge"),
                                                        "spans",
                                                        spans.stream()
                                                                .map(OtlpJson::span)
                                                                .toList()))))));
    }

    private static Map<String, Object> span(Span span) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("traceId", span.context().traceId());
        json.put("spanId", TraceContext.spanId(span.context().span()));
        if (span.parent() != 0) {
            json.put("parentSpanId", TraceContext.spanId(span.parent()));
        }
        json.put("name", span.name());
        json.put("kind", span.kind().number());
        json.put("startTimeUnixNano", nanos(span.start()));
        json.put("endTimeUnixNano", nanos(span.end()));
        json.put("attributes", attributes(span.attributes()));
        if (span.failure() != null) {
            json.put("status", Map.of("code", ERROR, "message", span.failure()));
        }
        return json;
    }

    /** Numbers of 64 bits are texts there. */
    private static String nanos(Instant moment) {
        return moment.getEpochSecond() + "%09d".formatted(moment.getNano());
    }

    private static List<Object> attributes(Map<String, Object> attributes) {
        List<Object> json = new ArrayList<>(attributes.size());
        attributes.forEach((key, value) ->
                json.add(
                        Map.of(
                                "key",
                                key,
                                "value",
                                value instanceof Number number
                                        ? Map.of("intValue", number.toString())
                                        : Map.of("stringValue", value.toString()))));
        return json;
    }
}
