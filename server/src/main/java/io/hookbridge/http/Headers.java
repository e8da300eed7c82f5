package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The header lines of a request, in their order. There are at most a hundred, so they are looked
 * through.
 *
 * @param lines a name as it was sent and a value without blanks around it
 */
public record Headers(List<Entry<String, String>> lines) {

    static final Headers NONE = new Headers(List.of());

    public Headers {
        lines = List.copyOf(lines);
    }

    /** The same with one more line. */
    Headers and(String name, String value) {
        return new Headers(
                Stream.concat(lines.stream(), Stream.of(Map.entry(name, value))).toList());
    }

    /** The value of the first line of this name, in whatever case; null if there is none. */
    public @Nullable String first(String name) {
        for (Entry<String, String> line : lines) {
            if (line.getKey().equalsIgnoreCase(name)) {
                return line.getValue();
            }
        }
        return null;
    }

    boolean contains(String name) {
        return first(name) != null;
    }

    /** The values of all lines of this name. */
    List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.getKey().equalsIgnoreCase(name))
                .map(Entry::getValue)
                .toList();
    }

    /** The value of the first cookie of this name, without quotes around it. */
    public Optional<String> cookie(String name) {
        return all("Cookie").stream()
                .flatMap(line -> Stream.of(line.split(";")))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1).replaceAll("^\"|\"$", ""))
                .findFirst();
    }
}
