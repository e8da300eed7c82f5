package io.hookbridge.sdk;

import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.JsonText;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a caller says in a request: members of its body, or parameters of its query. It never
 * changes: each method that sets one returns another object, so that one may be kept and built
 * upon. Lists and maps are said as they are at that moment.
 *
 * @param <T> the class itself
 */
public abstract class Members<T extends Members<T>> {

    private final Map<String, Object> members;

    /**
     * Keeps what is said.
     *
     * @param members by their names in the API
     */
    protected Members(Map<String, Object> members) {
        this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /**
     * The same, with one member more or in the place of another.
     *
     * @param name in the API
     * @param value what it is to be
     * @return another object
     * @throws IllegalArgumentException if it is, or has in it, a constant {@code UNRECOGNIZED}
     */
    protected final T with(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.put(name, asItIsNow(name, value));
        return copy(changed);
    }

    private static Object asItIsNow(String name, Object value) {
        if (value instanceof Iterable<?> values) {
            values.forEach(each -> requireKnown(name, each));
        }
        requireKnown(name, value);
        boolean mayChange =
                value instanceof Iterable
                        || value instanceof Map
                        || (value instanceof Record && !(value instanceof JsonText));
        return mayChange ? Objects.requireNonNull(Json.read(Json.write(value))) : value;
    }

    private static void requireKnown(String name, @Nullable Object value) {
        if (value instanceof Enum<?> constant && constant.name().equals("UNRECOGNIZED")) {
            throw new IllegalArgumentException(
                    name + " is a word that this version of the client does not know");
        }
    }

    /**
     * Another object of the same class.
     *
     * @param changed its members
     * @return the object
     */
    protected abstract T copy(Map<String, Object> changed);

    /**
     * What is said, by the names of the API.
     *
     * @return an unmodifiable map
     */
    public final Map<String, Object> asMap() {
        return members;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Members<?> same
                && getClass() == same.getClass()
                && members.equals(same.members);
    }

    @Override
    public final int hashCode() {
        return members.hashCode();
    }

    /** The names alone, because values may be secrets. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + members.keySet();
    }
}
