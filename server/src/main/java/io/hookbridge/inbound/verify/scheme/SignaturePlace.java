package io.hookbridge.inbound.verify.scheme;

import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.request.Source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where signatures stand, and how they are taken out of what stands there. Several are usual while
 * a provider changes its secret; one that matches is enough.
 *
 * @param series whether the source is the beginning of the names of headers, which are numbered
 *     from 1
 * @param split what stands between several in one value; empty if there is always one
 * @param pair what stands between the name and the value of each; empty if they have no names
 * @param field the name of those that are signatures, where they have names
 * @param prefix what stands before each signature, in letters of any case; what has it not is none
 * @param mayHave beginnings that may stand there as well or be missing
 */
public record SignaturePlace(
        Source source,
        boolean series,
        String split,
        String pair,
        String field,
        String prefix,
        List<String> mayHave,
        Encoding encoding) {

    /** How many headers of one name are looked at. */
    private static final int MOST_HEADERS = 8;

    private static final int LAST_OF_SERIES = 100;

    /** How many are looked at in all. */
    private static final int MOST = 200;

    /**
     * What stood in the place.
     *
     * @param signatures as text
     * @param fields the first of each name
     */
    record Presented(List<String> signatures, Map<String, String> fields) {

        /** The value of a source, of which some stand beside the signature only. */
        Optional<String> text(Source source, RequestValues values) {
            return source instanceof Source.InSignature(String name)
                    ? Optional.ofNullable(fields.get(name))
                    : values.text(source);
        }
    }

    public SignaturePlace {
        mayHave = List.copyOf(mayHave);
    }

    Presented in(RequestValues values) {
        List<String> signatures = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        lines(values)
                .flatMap(this::items)
                .limit(MOST)
                .forEach(item -> {
                    if (pair.isEmpty()) {
                        signature(item).ifPresent(signatures::add);
                    } else {
                        int end = item.indexOf(pair);
                        String name = end < 0 ? "" : item.substring(0, end).strip();
                        String value = end < 0 ? "" : item.substring(end + pair.length()).strip();
                        fields.putIfAbsent(name, value);
                        if (end >= 0 && name.equals(field)) {
                            signatures.add(value);
                        }
                    }
                });
        return new Presented(signatures, fields);
    }

    private Stream<String> lines(RequestValues values) {
        return source instanceof Source.InHeader(String name)
                ? names(name).flatMap(each -> values.request().headers(each).limit(MOST_HEADERS))
                : values.text(source).stream();
    }

    private Stream<String> names(String name) {
        return series
                ? IntStream.rangeClosed(1, LAST_OF_SERIES).mapToObj(number -> name + number)
                : Stream.of(name);
    }

    private Stream<String> items(String line) {
        return split.isEmpty()
                ? Stream.of(line)
                : Pattern.compile(split, Pattern.LITERAL).splitAsStream(line).map(String::strip);
    }

    private Optional<String> signature(String item) {
        if (!startsWith(item, prefix)) {
            return Optional.empty();
        }
        String rest = item.substring(prefix.length()).strip();
        return Optional.of(
                mayHave.stream()
                        .filter(beginning -> startsWith(rest, beginning))
                        .findFirst()
                        .map(beginning -> rest.substring(beginning.length()).strip())
                        .orElse(rest));
    }

    private static boolean startsWith(String text, String beginning) {
        return text.regionMatches(true, 0, beginning, 0, beginning.length());
    }

    /**
     * The value that a sender puts into this place.
     *
     * @param before names and values that stand there too, before the signature
     */
    String write(byte[] signature, Map<String, String> before) {
        String text = encoding.encode(signature);
        if (pair.isEmpty()) {
            return prefix + text;
        }
        StringBuilder all = new StringBuilder();
        before.forEach((name, value) -> all.append(name).append(pair).append(value).append(split));
        return all.append(field).append(pair).append(text).toString();
    }
}
