package io.hookbridge.inbound.receive;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Queries as they were sent: read, but never written anew. */
final class RawQuery {

    private RawQuery() {}

    /** The value of the first parameter of this name, decoded. */
    static Optional<String> first(@Nullable String query, String name) {
        return members(query)
                .filter(member -> name(member).equals(name))
                .map(member ->
                        decoded(member.substring(Math.min(member.length(), end(member) + 1))))
                .findFirst();
    }

    /** The values of the parameters of this name, as they were sent and decoded. */
    static Stream<String> spellings(@Nullable String query, String name) {
        return members(query)
                .filter(member -> name(member).equals(name))
                .map(member -> member.substring(Math.min(member.length(), end(member) + 1)))
                .flatMap(value -> Stream.of(value, decoded(value)));
    }

    /** Without the parameters of this name, all others byte for byte; null if none are left. */
    static @Nullable String without(@Nullable String query, @Nullable String name) {
        if (query == null || name == null) {
            return query;
        }
        if (members(query).noneMatch(member -> name(member).equals(name))) {
            return query;
        }
        String rest =
                members(query)
                        .filter(member -> !name(member).equals(name))
                        .collect(Collectors.joining("&"));
        return rest.isEmpty() ? null : rest;
    }

    private static Stream<String> members(@Nullable String query) {
        return query == null ? Stream.empty() : Arrays.stream(query.split("&", -1));
    }

    private static String name(String member) {
        return decoded(member.substring(0, end(member)));
    }

    private static int end(String member) {
        int equals = member.indexOf('=');
        return equals < 0 ? member.length() : equals;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
