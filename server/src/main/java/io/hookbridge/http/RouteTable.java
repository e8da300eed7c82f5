package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the route of a request. A literal segment wins over a variable one. */
final class RouteTable {

    /** What a path and a method lead to. */
    sealed interface Match {
        record Found(Route route, Map<String, String> pathParameters) implements Match {}

        record NoSuchPath() implements Match {}

        /**
         * The path exists; {@code allow} are its methods, as the {@code Allow} header lists them.
         */
        record WrongMethod(String allow) implements Match {}
    }

    /** The routes of one template. */
    private record Operations(List<String> variables, Map<String, Route> byMethod) {}

    /** What may follow after some segments of a path. */
    private static final class Branch {
        private final Map<String, Branch> literals = new HashMap<>();
        private @Nullable Branch variable;
        private @Nullable Operations operations;
    }

    private final Branch root = new Branch();

    /** Of templates without variables: the path itself. */
    private final Map<String, Operations> byPath = new HashMap<>();

    private final Optional<Route> everythingElse;

    /**
     * @throws IllegalArgumentException if two routes have the same method and template, or two
     *     templates differ in the names of their variables only
     */
    RouteTable(List<Route> routes) {
        Map<String, Map<String, Route>> byTemplate = new TreeMap<>();
        for (Route route : routes) {
            Map<String, Route> methods =
                    byTemplate.computeIfAbsent(route.template(), template -> new TreeMap<>());
            if (methods.put(route.method(), route) != null) {
                throw new IllegalArgumentException(
                        "two routes for " + route.method() + " " + route.template());
            }
        }
        everythingElse =
                Optional.ofNullable(byTemplate.remove(Route.EVERYTHING))
                        .map(methods -> methods.get(Route.EVERYTHING));
        byTemplate.forEach((template, methods) -> {
            if (methods.containsKey("GET")) {
                methods.putIfAbsent("HEAD", methods.get("GET"));
            }
            grow(template, methods);
        });
    }

    private void grow(String template, Map<String, Route> methods) {
        Branch branch = root;
        List<String> variables = new ArrayList<>();
        for (String segment : template.split("/", -1)) {
            if (segment.startsWith("{") && segment.endsWith("}")) {
                variables.add(segment.substring(1, segment.length() - 1));
                if (branch.variable == null) {
                    branch.variable = new Branch();
                }
                branch = branch.variable;
            } else {
                branch = branch.literals.computeIfAbsent(segment, _ -> new Branch());
            }
        }
        if (branch.operations != null) {
            throw new IllegalArgumentException("two templates like " + template);
        }
        branch.operations = new Operations(variables, methods);
        if (variables.isEmpty()) {
            byPath.put(template, branch.operations);
        }
    }

    /**
     * @param path as it was sent: one with escapes is another path than one without
     */
    Match match(String method, String path) {
        Match match = ofTemplates(method, path);
        return switch (match) {
            case Match.Found found -> found;
            case Match.NoSuchPath _, Match.WrongMethod _ ->
                    everythingElse
                            .<Match>map(route -> new Match.Found(route, Map.of()))
                            .orElse(match);
        };
    }

    private Match ofTemplates(String method, String path) {
        List<String> values = new ArrayList<>();
        Operations literal = byPath.get(path);
        Operations operations =
                literal == null ? follow(root, path.split("/", -1), 0, values) : literal;
        if (operations == null) {
            return new Match.NoSuchPath();
        }
        Route route =
                operations
                        .byMethod()
                        .getOrDefault(method, operations.byMethod().get(Route.ANY_OTHER_METHOD));
        if (route == null) {
            return new Match.WrongMethod(String.join(", ", operations.byMethod().keySet()));
        }
        if (values.isEmpty()) {
            return new Match.Found(route, Map.of());
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            parameters.put(operations.variables().get(i), values.get(i));
        }
        return new Match.Found(route, parameters);
    }

    private static @Nullable Operations follow(
            Branch branch, String[] segments, int at, List<String> values) {
        if (at == segments.length) {
            return branch.operations;
        }
        Branch literal = branch.literals.get(segments[at]);
        Operations found = literal == null ? null : follow(literal, segments, at + 1, values);
        if (found == null && branch.variable != null && !segments[at].isEmpty()) {
            values.add(segments[at]);
            found = follow(branch.variable, segments, at + 1, values);
            if (found == null) {
                values.removeLast();
            }
        }
        return found;
    }
}
