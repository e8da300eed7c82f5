package io.hookbridge.stripedouble;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stripe's way of writing nested parameters as a form: {@code flow_data[type]=x}, {@code
 * items[0][price]=y}.
 */
final class BracketForm {

    private BracketForm() {}

    /** The parameters as they were written, decoded, in order. */
    static Map<String, String> flat(String form) {
        Map<String, String> flat = new LinkedHashMap<>();
        for (String pair : form.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                flat.put(decode(name), decode(value));
            }
        }
        return flat;
    }

    /** The parameters as a tree; a level whose names are all numbers is an array. */
    static ObjectNode tree(Map<String, String> flat) {
        ObjectNode root = Json.object();
        flat.forEach((name, value) -> put(root, path(name), value));
        return (ObjectNode) withArrays(root);
    }

    private static void put(ObjectNode root, List<String> path, String value) {
        ObjectNode level = root;
        for (String step : path.subList(0, path.size() - 1)) {
            JsonNode next = level.get(step);
            level = next instanceof ObjectNode object ? object : level.putObject(step);
        }
        level.put(path.getLast(), value);
    }

    private static List<String> path(String name) {
        List<String> path = new ArrayList<>();
        for (String step : name.split("\\[")) {
            path.add(step.endsWith("]") ? step.substring(0, step.length() - 1) : step);
        }
        return path;
    }

    private static JsonNode withArrays(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        boolean numbered =
                !object.isEmpty()
                        && object.propertyNames().stream().allMatch(name -> name.matches("\\d+"));
        if (numbered) {
            ArrayNode array = Json.array();
            object.properties().forEach(entry -> array.add(withArrays(entry.getValue())));
            return array;
        }
        ObjectNode copy = Json.object();
        object.properties().forEach(e -> copy.set(e.getKey(), withArrays(e.getValue())));
        return copy;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
