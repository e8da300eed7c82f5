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

    /** In one line, at most 500 characters. */
    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }
}
