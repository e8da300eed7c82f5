package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.function.Function;

/**
 * One operation of Stripe's that the double knows.
 *
 * @param path may end in {@code {id}}
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
        if (!path.endsWith("/{id}")) {
            return path.equals(givenPath) ? Optional.of("") : Optional.empty();
        }
        String collection = path.substring(0, path.length() - "{id}".length());
        boolean one =
                givenPath.startsWith(collection)
                        && givenPath.length() > collection.length()
                        && givenPath.indexOf('/', collection.length()) < 0;
        return one ? Optional.of(givenPath.substring(collection.length())) : Optional.empty();
    }
}
