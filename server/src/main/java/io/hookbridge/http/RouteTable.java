package io.hookbridge.http;

import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;

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

    private final PathMappings<Map<String, Route>> byPath = new PathMappings<>();
    private final Optional<Route> everythingElse;

    /**
     * @throws IllegalArgumentException if two routes have the same method and template
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
            byPath.put(new UriTemplatePathSpec(template), methods);
        });
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
        MatchedResource<Map<String, Route>> matched = byPath.getMatched(path);
        if (matched == null) {
            return new Match.NoSuchPath();
        }
        Route route = matched.getResource().get(method);
        if (route == null) {
            return new Match.WrongMethod(String.join(", ", matched.getResource().keySet()));
        }
        Map<String, String> parameters = new HashMap<>();
        if (matched.getPathSpec() instanceof UriTemplatePathSpec template) {
            parameters.putAll(template.getPathParams(path));
        }
        return new Match.Found(route, parameters);
    }
}
