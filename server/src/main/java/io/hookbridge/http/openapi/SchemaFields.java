package io.hookbridge.http.openapi;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells a schema as a flat list: one field for each member, however deep. */
final class SchemaFields {

    private final ApiDocument document;

    SchemaFields(ApiDocument document) {
        this.document = document;
    }

    /** The members of an object, or of the one object among alternatives. */
    List<ApiPage.Field> of(JsonNode schema) {
        List<ApiPage.Field> fields = new ArrayList<>();
        collect("", document.resolve(schema), fields);
        return fields;
    }

    /** What a header or a parameter holds. */
    ApiPage.Field named(String name, JsonNode holder) {
        return field(
                name,
                document.resolve(holder.path("schema")),
                holder.path("required").asBoolean(false),
                holder.path("description").asString(""));
    }

    private void collect(String path, JsonNode schema, List<ApiPage.Field> fields) {
        schema.path("properties")
                .forEachEntry((name, value) -> {
                    JsonNode member = document.resolve(value);
                    String memberPath = path + name;
                    fields.add(
                            field(
                                    memberPath,
                                    member,
                                    requires(schema, name),
                                    member.path("description").asString("")));
                    collect(memberPath + ".", member, fields);
                    JsonNode items = document.resolve(member.path("items"));
                    collect(memberPath + "[].", items, fields);
                });
        for (JsonNode alternative : schema.path("oneOf")) {
            collect(path, document.resolve(alternative), fields);
        }
    }

    private ApiPage.Field field(
            String name, JsonNode schema, boolean required, String description) {
        return new ApiPage.Field(
                name,
                type(schema),
                required,
                Prose.of(description),
                values(schema),
                limits(schema));
    }

    private static boolean requires(JsonNode schema, String name) {
        return schema.path("required")
                .valueStream()
                .anyMatch(required -> required.stringValue().equals(name));
    }

    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        JsonNode alternatives = schema.path(schema.has("oneOf") ? "oneOf" : "anyOf");
        if (type.isMissingNode() && !alternatives.isMissingNode()) {
            return alternatives
                    .valueStream()
                    .map(alternative -> type(document.resolve(alternative)))
                    .distinct()
                    .collect(Collectors.joining(" or "));
        }
        if (type.isArray()) {
            return type.valueStream()
                    .map(one -> word(one.stringValue(), schema))
                    .collect(Collectors.joining(" or "));
        }
        return word(type.asString("any"), schema);
    }

    private String word(String type, JsonNode schema) {
        return switch (type) {
            case "array" -> "array of " + type(document.resolve(schema.path("items")));
            case "string" ->
                    switch (schema.path("format").asString("")) {
                        case "date-time" -> "timestamp";
                        case "date" -> "date";
                        case "binary" -> "bytes";
                        case "uri" -> "URL";
                        case "uuid" -> "UUID";
                        default -> type;
                    };
            default -> type;
        };
    }

    /**
     * The closed list of values of a schema or of its items, without the null that means absent.
     */
    private List<String> values(JsonNode schema) {
        JsonNode holder =
                schema.has("items")
                        ? document.resolve(schema.get("items"))
                        : document.resolve(schema.at("/oneOf/0"));
        if (holder.isMissingNode()) {
            holder = schema;
        }
        JsonNode values = holder.has("const") ? holder.path("const") : holder.path("enum");
        return (values.isArray() ? values.valueStream() : Stream.of(values))
                .filter(value -> !value.isNull() && !value.isMissingNode())
                .map(JsonNode::asString)
                .toList();
    }

    private static List<String> limits(JsonNode schema) {
        List<String> limits = new ArrayList<>();
        range(schema, "minLength", "maxLength", " characters", limits);
        range(schema, "minimum", "maximum", "", limits);
        if (schema.has("minItems")) {
            limits.add("not empty");
        }
        if (schema.has("default")) {
            limits.add("default " + schema.get("default").asString());
        }
        return limits;
    }

    private static void range(
            JsonNode schema, String min, String max, String unit, List<String> limits) {
        if (schema.has(min) && schema.has(max)) {
            limits.add(schema.get(min).asString() + " to " + schema.get(max).asString() + unit);
        } else if (schema.has(max)) {
            limits.add("at most " + schema.get(max).asString() + unit);
        } else if (schema.has(min)) {
            limits.add("at least " + schema.get(min).asString() + unit);
        }
    }
}
