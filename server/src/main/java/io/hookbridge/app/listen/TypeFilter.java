package io.hookbridge.app.listen;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which events are wanted, by their types. What has no type that is known is wanted only where
 * every event is.
 */
public final class TypeFilter {

    /** Wants every event. */
    public static final TypeFilter EVERYTHING = of(List.of());

    private final List<Pattern> wanted;

    private TypeFilter(List<Pattern> wanted) {
        this.wanted = wanted;
    }

    /**
     * @param types each may have a {@code *} for any characters, and several with commas between
     *     them; none for every event
     */
    public static TypeFilter of(List<String> types) {
        return new TypeFilter(
                types.stream()
                        .flatMap(list -> Stream.of(list.split(",", -1)))
                        .map(String::strip)
                        .filter(type -> !type.isEmpty())
                        .map(TypeFilter::pattern)
                        .toList());
    }

    private static Pattern pattern(String type) {
        return Pattern.compile(
                Stream.of(type.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    /**
     * @param type empty if it is not known
     */
    public boolean wants(String type) {
        return wanted.isEmpty()
                || (!type.isEmpty()
                        && wanted.stream().anyMatch(each -> each.matcher(type).matches()));
    }
}
