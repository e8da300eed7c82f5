package io.hookbridge.tenant.erasure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What there is of a tenant, in numbers.
 *
 * @param counts by name, such as {@code projects}, in the order in which they are told
 */
public record Holdings(Map<String, Long> counts) {

    public Holdings {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /** In one line, at most 500 characters, as it is kept and {@link #parse read again}. */
    public String line() {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    /**
     * @param line from {@link #line}
     */
    static Holdings parse(String line) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String count : line.split(", ", -1)) {
            int space = count.indexOf(' ');
            counts.put(count.substring(0, space), Long.valueOf(count.substring(space + 1)));
        }
        return new Holdings(counts);
    }
}
