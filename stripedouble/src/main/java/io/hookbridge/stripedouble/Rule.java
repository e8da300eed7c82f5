package io.hookbridge.stripedouble;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a parameter may be. The tables of the operations are written with these words. */
sealed interface Rule {

    /** A parameter by name. */
    record Param(String name, boolean required, Rule rule) {}

    /** A single value. */
    record Value(String what, Predicate<String> allows) implements Rule {}

    /** Named parameters and no others. */
    record Struct(Map<String, Param> params) implements Rule {

        private void checkNames(ObjectNode given, String name, Consumer<Finding> findings) {
            for (Param param : params.values()) {
                if (param.required() && !given.has(param.name())) {
                    findings.accept(new Finding(Misfit.MISSING, inside(name, param.name())));
                }
            }
            for (Map.Entry<String, JsonNode> entry : given.properties()) {
                String full = inside(name, entry.getKey());
                Param param = params.get(entry.getKey());
                if (param == null) {
                    findings.accept(new Finding(Misfit.UNKNOWN, full));
                } else {
                    param.rule().check(entry.getValue(), full, findings);
                }
            }
        }
    }

    /** Any number of entries of one kind. */
    record Listing(Rule entry) implements Rule {}

    /** Any names with values of one kind. */
    record AnyNames(Rule value) implements Rule {}

    /** The kinds of misfit that Stripe has a code for. */
    enum Misfit {
        UNKNOWN,
        MISSING,
        INVALID
    }

    /** One parameter that does not fit. */
    record Finding(Misfit misfit, String param) {}

    /** Reports everything about {@code given} that does not fit, each with its bracketed name. */
    default void check(JsonNode given, String name, Consumer<Finding> findings) {
        switch (this) {
            case Value value -> {
                if (!given.isString() || !value.allows().test(given.asString())) {
                    findings.accept(new Finding(Misfit.INVALID, name));
                }
            }
            case Listing listing -> {
                if (given instanceof ArrayNode array) {
                    for (int i = 0; i < array.size(); i++) {
                        listing.entry().check(array.get(i), name + "[" + i + "]", findings);
                    }
                } else {
                    findings.accept(new Finding(Misfit.INVALID, name));
                }
            }
            case AnyNames any -> {
                if (given instanceof ObjectNode object) {
                    object.properties()
                            .forEach(entry ->
                                    any.value()
                                            .check(
                                                    entry.getValue(),
                                                    inside(name, entry.getKey()),
                                                    findings));
                } else {
                    findings.accept(new Finding(Misfit.INVALID, name));
                }
            }
            case Struct struct -> {
                if (given instanceof ObjectNode object) {
                    struct.checkNames(object, name, findings);
                } else {
                    findings.accept(new Finding(Misfit.INVALID, name));
                }
            }
        }
    }

    static Struct table(Param... params) {
        return new Struct(
                Arrays.stream(params).collect(Collectors.toMap(Param::name, Function.identity())));
    }

    static Param required(String name, Rule rule) {
        return new Param(name, true, rule);
    }

    static Param optional(String name, Rule rule) {
        return new Param(name, false, rule);
    }

    static Rule text() {
        return new Value("text", value -> !value.isEmpty());
    }

    static Rule id(String prefix) {
        return new Value(prefix + "…", value -> value.startsWith(prefix));
    }

    static Rule url() {
        return new Value("URL", value -> value.matches("https?://[!-~]+"));
    }

    static Rule bool() {
        return oneOf("true", "false");
    }

    static Rule limit() {
        return new Value("1 to 100", value -> value.matches("[1-9]|[1-9][0-9]|100"));
    }

    static Rule seconds() {
        return new Value("seconds since 1970", value -> value.matches("\\d{1,11}"));
    }

    static Rule oneOf(String... words) {
        return new Value(String.join("|", words), Set.copyOf(List.of(words))::contains);
    }

    private static String inside(String outer, String name) {
        return outer.isEmpty() ? name : outer + "[" + name + "]";
    }
}
