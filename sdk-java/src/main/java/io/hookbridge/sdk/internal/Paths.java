package io.hookbridge.sdk.internal;

import io.hookbridge.sdk.json.Word;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of things, as they stand in a request. */
final class Paths {

    private static final Pattern NAME = Pattern.compile("\\{\\w+}");

    private Paths() {}

    /**
     * @throws IllegalArgumentException if an id is empty, or could lead to another path
     */
    static String filled(String path, Object... ids) {
        Iterator<Object> left = List.of(ids).iterator();
        return NAME.matcher(path)
                .replaceAll(name -> Matcher.quoteReplacement(segment(left.next().toString())));
    }

    private static String segment(String id) {
        if (id.isBlank() || id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException("an id is empty");
        }
        return encoded(id);
    }

    /** With the question mark; empty if there is nothing to say. Lists have commas between. */
    static String query(Map<String, Object> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> query.add(name + "=" + text(value)));
        return query.toString();
    }

    private static String text(Object value) {
        if (value instanceof Iterable<?> values) {
            StringJoiner all = new StringJoiner(",");
            values.forEach(each -> all.add(text(each)));
            return all.toString();
        }
        return encoded(value instanceof Word constant ? constant.word() : value.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
