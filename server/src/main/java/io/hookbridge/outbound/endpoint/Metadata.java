package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.Json;
import io.hookbridge.base.Text;
import io.hookbridge.http.ApiError;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;

import java.util.Map;
import java.util.TreeMap;

/** What callers note about an endpoint: texts by name, on which nothing here depends. */
final class Metadata {

    /** The member of an endpoint. */
    static final String MEMBER = "metadata";

    private static final int MOST_ENTRIES = 50;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_TEXT = 500;

    private Metadata() {}

    /**
     * The same in alphabetical order of names.
     *
     * @throws ApiError {@code INVALID_REQUEST} for more than is kept
     */
    static Map<String, String> check(Map<String, String> metadata) {
        if (metadata.size() > MOST_ENTRIES
                || !metadata.entrySet().stream().allMatch(Metadata::fits)) {
            throw ApiError.invalidRequest(
                    "%s must have at most %d members, with names of 1 to %d characters and texts of at most %d"
                            .formatted(MEMBER, MOST_ENTRIES, LONGEST_NAME, LONGEST_TEXT));
        }
        return new TreeMap<>(metadata);
    }

    private static boolean fits(Map.Entry<String, String> entry) {
        return !entry.getKey().isEmpty()
                && Text.length(entry.getKey()) <= LONGEST_NAME
                && Text.length(entry.getValue()) <= LONGEST_TEXT;
    }

    /** As it is stored; null for none. */
    static @Nullable String stored(Map<String, String> metadata) {
        return metadata.isEmpty() ? null : Json.MAPPER.writeValueAsString(metadata);
    }

    static Map<String, String> ofStored(@Nullable String stored) {
        return stored == null
                ? Map.of()
                : Json.MAPPER.readValue(stored, new TypeReference<TreeMap<String, String>>() {});
    }
}
