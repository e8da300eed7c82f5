package io.hookbridge.loadtest.report;

import io.hookbridge.loadtest.process.ProcessTree;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How figures are written. */
public final class Figures {

    private Figures() {}

    /** As {@link String#format}, the same in every country. */
    @SuppressWarnings("AnnotateFormatMethod") // Needs a library at run time, for this alone.
    public static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** What went wrong how often; 0 for nothing. */
    public static String errors(Map<String, Long> errors) {
        return errors.isEmpty()
                ? "0"
                : errors.entrySet().stream()
                        .map(error -> error.getValue() + " × " + error.getKey())
                        .collect(Collectors.joining(", "));
    }

    /** The proportional set size. */
    public static String megabytes(ProcessTree.Memory memory) {
        return format("%.0f", memory.proportional() / 1e6);
    }
}
