package io.hookbridge.trace;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a span, as W3C's Trace Context carries it from one program to the next.
 *
 * @param trace its 16 bytes, which need not be a UUID of any version
 * @param span not 0
 * @param sampled whether whoever began the trace collects it
 */
public record TraceContext(UUID trace, long span, boolean sampled) {

    /** The name of the header. */
    public static final String HEADER = "traceparent";

    /** Later versions may have more behind these four. */
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<version>[0-9a-f]{2})-(?<trace>[0-9a-f]{32})-(?<span>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<more>-.*)?");

    private static final String FIRST_VERSION = "00";
    private static final String NO_VERSION = "ff";

    private static final UUID NO_TRACE = new UUID(0, 0);

    /** What a header says; empty for what is no valid one. */
    public static Optional<TraceContext> parse(String header) {
        Matcher parts = FORM.matcher(header);
        if (!parts.matches()
                || parts.group("version").equals(NO_VERSION)
                || (parts.group("version").equals(FIRST_VERSION) && parts.group("more") != null)) {
            return Optional.empty();
        }
        String trace = parts.group("trace");
        TraceContext context =
                new TraceContext(
                        new UUID(number(trace.substring(0, 16)), number(trace.substring(16))),
                        number(parts.group("span")),
                        (HexFormat.fromHexDigits(parts.group("flags")) & 1) == 1);
        return context.trace.equals(NO_TRACE) || context.span == 0
                ? Optional.empty()
                : Optional.of(context);
    }

    private static long number(String digits) {
        return HexFormat.fromHexDigitsToLong(digits);
    }

    /** The value of the header. */
    public String header() {
        return FIRST_VERSION + "-" + traceId() + "-" + spanId(span) + (sampled ? "-01" : "-00");
    }

    /** The trace as 32 digits. */
    public String traceId() {
        return trace.toString().replace("-", "");
    }

    /** A span as 16 digits. */
    static String spanId(long span) {
        return HexFormat.of().toHexDigits(span);
    }

    /** Another span of the same trace. */
    public TraceContext withSpan(long other) {
        return new TraceContext(trace, other, sampled);
    }
}
