package io.hookbridge.sdk;

import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.Unwrapped;
import io.hookbridge.sdk.json.Word;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares types of this client with schemas of the description. */
final class Shapes {

    private final Description description;

    /** What differs, each with the way there. */
    final Set<String> differences = new TreeSet<>();

    /** Where there can be any JSON. */
    final Set<String> anything = new TreeSet<>();

    Shapes(Description description) {
        this.description = description;
    }

    /**
     * Compares a type with what an answer may hold in its place.
     *
     * @param alternatives schemas of which any may be answered
     */
    void compare(Type type, List<JsonNode> alternatives, String where) {
        List<JsonNode> schemas = alternatives.stream().flatMap(this::flat).toList();
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            compare(
                    generic.getActualTypeArguments()[0],
                    schemas.stream().map(each -> each.path("items")).toList(),
                    where);
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            record(plain, schemas, where);
        } else if (type instanceof Class<?> plain && plain.isEnum()) {
            words(plain, schemas, where);
        } else if (type == Object.class) {
            anything.add(where);
        } else {
            schemas.stream()
                    .filter(each -> !fits(type, each))
                    .forEach(each -> differences.add(where + " is " + each.path("type")));
        }
    }

    private void record(Class<?> type, List<JsonNode> schemas, String where) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        schemas.forEach(each ->
                each.path("properties")
                        .properties()
                        .forEach(member -> members.put(member.getKey(), member.getValue())));
        Map<String, RecordComponent> components = components(type);
        Set<String> extra = new LinkedHashSet<>(components.keySet());
        members.forEach((name, schema) -> {
            String inJava = inJava(name);
            RecordComponent component = components.get(inJava);
            extra.remove(inJava);
            if (component == null) {
                differences.add(type.getSimpleName() + " has no " + inJava);
                return;
            }
            String there = where + "." + inJava;
            if (mayBeNull(name, schemas) && !canBeNull(component)) {
                differences.add(there + " can be absent and not null");
            }
            compare(component.getGenericType(), List.of(schema), there);
        });
        // What is unwrapped may know more than this answer says.
        extra.removeIf(
                name -> canBeNull(components.get(name)) && !isOwn(type, components.get(name)));
        extra.forEach(name -> differences.add(where + "." + name + " is in no answer"));
    }

    private static boolean isOwn(Class<?> type, @Nullable RecordComponent component) {
        return component != null && component.getDeclaringRecord() == type;
    }

    private static boolean mayBeNull(String name, List<JsonNode> schemas) {
        return schemas.stream()
                .anyMatch(schema ->
                        schema.path("required")
                                .valueStream()
                                .noneMatch(each -> each.stringValue().equals(name)));
    }

    private static boolean canBeNull(@Nullable RecordComponent component) {
        if (component == null) {
            return false;
        }
        AnnotatedElement type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class)
                || component.getType() == List.class
                || component.getType() == Map.class;
    }

    private static Map<String, RecordComponent> components(Class<?> type) {
        Map<String, RecordComponent> all = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Unwrapped.class)) {
                all.putAll(components(component.getType()));
            } else {
                all.put(component.getName(), component);
            }
        }
        return all;
    }

    private void words(Class<?> type, List<JsonNode> schemas, String where) {
        Set<String> known = new TreeSet<>();
        Arrays.stream(type.getEnumConstants()).forEach(each -> known.add(((Word) each).word()));
        schemas.stream()
                .flatMap(each -> each.path("enum").valueStream())
                .map(JsonNode::stringValue)
                .filter(word -> !known.contains(word))
                .forEach(word -> differences.add(where + " lacks the word " + word));
    }

    private static boolean fits(Type type, JsonNode schema) {
        String kinds = schema.path("type").toString();
        if (type == boolean.class || type == Boolean.class) {
            return kinds.contains("boolean");
        } else if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class) {
            return kinds.contains("integer");
        } else if (type == double.class || type == BigDecimal.class) {
            return kinds.contains("number");
        } else if (type == Instant.class) {
            return schema.path("format").toString().equals("\"date-time\"");
        } else if (type == LocalDate.class) {
            return schema.path("format").toString().equals("\"date\"");
        } else if (type == String.class) {
            return kinds.contains("string");
        }
        return kinds.contains("object");
    }

    /** The alternatives that a schema has, none of which is {@code null}. */
    private Stream<JsonNode> flat(JsonNode schema) {
        JsonNode resolved = description.resolved(schema);
        for (String choice : List.of("oneOf", "anyOf")) {
            if (resolved.has(choice)) {
                return resolved.path(choice).valueStream().flatMap(this::flat);
            }
        }
        return resolved.path("type").toString().equals("\"null\"")
                ? Stream.empty()
                : Stream.of(resolved);
    }

    /**
     * {@code created_at} is {@code createdAt}; written here once more, not to believe the other.
     */
    private static String inJava(String name) {
        String[] words = name.split("_");
        StringBuilder joined = new StringBuilder(words[0]);
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            joined.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return joined.toString();
    }

    /** The names of the members that are said in a request. */
    static Set<String> said(String body) {
        Set<String> names = new TreeSet<>();
        if (Json.read(body) instanceof Map<?, ?> members) {
            members.keySet().forEach(name -> names.add((String) name));
        }
        return names;
    }

    /** The names of the members that can be said. */
    Set<String> sayable(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        flat(schema)
                .forEach(each ->
                        each.path("properties")
                                .properties()
                                .forEach(member -> names.add(member.getKey())));
        return names;
    }
}
