package io.hookbridge.sdk;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a caller says in a request: members of its body, or parameters of its query. It never
 * changes: each method that sets one returns another object, so that one may be kept and built
 * upon.
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
     */
    protected final T with(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.put(name, value);
        return copy(changed);
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
