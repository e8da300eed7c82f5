package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.function.Function;

/**
 * One operation of Stripe's that the double knows.
 *
 * @param path may have one segment {@code {id}}
 * @param table the parameters it takes
 * @param answer the JSON of a success; may throw a {@link Refusal}
 */
record Operation(
        String method, String path, Rule.Struct table, Function<DoubleRequest, ObjectNode> answer) {

    /** The identifier in the path, empty if it has none; nothing if this is another operation. */
    Optional<String> match(String givenMethod, String givenPath) {
        if (!method.equals(givenMethod)) {
            return Optional.empty();
        }
        int start = path.indexOf("{id}");
        if (start < 0) {
            return path.equals(givenPath) ? Optional.of("") : Optional.empty();
        }
        String before = path.substring(0, start);
        String after = path.substring(start + "{id}".length());
        boolean one =
                givenPath.length() > before.length() + after.length()
                        && givenPath.startsWith(before)
                        && givenPath.endsWith(after);
        String id = one ? givenPath.substring(start, givenPath.length() - after.length()) : "";
        return id.isEmpty() || id.contains("/") ? Optional.empty() : Optional.of(id);
    }
}
