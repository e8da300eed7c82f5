package io.hookbridge.sdk.json;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns JSON into records whose components are named like its members: just so, or in {@code
 * camelCase} where those are in {@code snake_case}. If both are there, the one of the very name
 * counts.
 *
 * <p>Members without a component are passed over. A component without a member is {@code null}, or
 * an empty list or map unless it is {@link NullIfAbsent}, 0 or {@code false}: an older server says
 * less, and what it did is not to be lost over that. A word that an enumeration does not have is
 * its constant {@code UNRECOGNIZED}.
 *
 * <p>A component is one of these:
 *
 * <ul>
 *   <li>{@code String}, {@code boolean}, {@code int}, {@code long}, {@code double}, and the classes
 *       of the last four
 *   <li>{@link BigDecimal}, {@link Instant}, {@link LocalDate}
 *   <li>an enumeration that implements {@link Word}
 *   <li>a record without type parameters
 *   <li>{@code List<T>} and {@code Map<String, T>} of one of these
 *   <li>{@code Object}, which gets what {@link Json#read(String)} returns
 * </ul>
 */
public final class Records {

    private static final String UNRECOGNIZED = "UNRECOGNIZED";

    private Records() {}

    /**
     * Turns what {@link Json#read(String)} returned into a value of a type.
     *
     * @param <T> the type
     * @param value what was read
     * @param type a record, or what a component of one may be
     * @return the value
     * @throws JsonException if it has another form, with the names of the members that lead there
     * @throws UnreadableTypeException if a component has a type that is not listed above, or the
     *     record lies in a package that its module does not open to {@code io.hookbridge.sdk},
     *     whatever the value is
     */
    public static <T> T read(@Nullable Object value, Class<T> type) {
        ReadableTypes.require(type);
        Object read = of(value, type, "the answer");
        if (read == null) {
            throw new JsonException("the answer is null");
        }
        return type.cast(read);
    }

    private static @Nullable Object of(@Nullable Object value, Type type, String where) {
        if (type instanceof ParameterizedType generic) {
            Type[] inner = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? list(value, inner[0], where)
                    : map(value, inner[1], where);
        }
        Class<?> wanted = (Class<?>) type;
        if (value == null) {
            return wanted.isPrimitive() ? Array.get(Array.newInstance(wanted, 1), 0) : null;
        }
        if (wanted.isRecord()) {
            return record(members(value, where), wanted, where);
        }
        if (wanted.isEnum()) {
            return constant(text(value, where), wanted);
        }
        return SimpleTypes.read(value, wanted, where);
    }

    private static List<@Nullable Object> list(@Nullable Object value, Type inner, String where) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> array)) {
            throw new JsonException(where + " is no array");
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (Object each : array) {
            values.add(of(each, inner, where));
        }
        return Collections.unmodifiableList(values);
    }

    private static Map<String, @Nullable Object> map(
            @Nullable Object value, Type inner, String where) {
        if (value == null) {
            return Map.of();
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        members(value, where)
                .forEach((name, each) -> values.put(name, of(each, inner, where + "." + name)));
        return Collections.unmodifiableMap(values);
    }

    private static Object record(
            Map<String, @Nullable Object> members, Class<?> type, String where) {
        Map<String, @Nullable Object> named = new HashMap<>();
        members.forEach((name, value) -> named.put(Names.inJava(name), value));
        named.putAll(members);
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int at = 0; at < values.length; at++) {
            RecordComponent component = components[at];
            values[at] =
                    component.isAnnotationPresent(Unwrapped.class)
                            ? record(members, component.getType(), where)
                            : component(named(component, named), component, where);
        }
        return made(type, values);
    }

    private static @Nullable Object named(
            RecordComponent component, Map<String, @Nullable Object> members) {
        String name = component.getName();
        return members.get(members.containsKey(name) ? name : Names.inJava(name));
    }

    private static @Nullable Object component(
            @Nullable Object value, RecordComponent component, String where) {
        if (value == null && component.isAnnotationPresent(NullIfAbsent.class)) {
            return null;
        }
        return of(value, component.getGenericType(), where + "." + component.getName());
    }

    private static Object made(Class<?> type, @Nullable Object[] values) {
        try {
            Constructor<?> constructor = constructor(type);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new JsonException(type.getSimpleName() + " refuses what was answered");
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record has such a constructor", impossible);
        }
    }

    /** The one that takes all components. */
    static Constructor<?> constructor(Class<?> type) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("a record has such a constructor", impossible);
        }
    }

    private static @Nullable Object constant(String word, Class<?> type) {
        Object unrecognized = null;
        for (Object constant : type.getEnumConstants()) {
            if (((Word) constant).word().equals(word)) {
                return constant;
            }
            if (((Enum<?>) constant).name().equals(UNRECOGNIZED)) {
                unrecognized = constant;
            }
        }
        return unrecognized;
    }

    private static String text(Object value, String where) {
        if (!(value instanceof String text)) {
            throw new JsonException(where + " is no text");
        }
        return text;
    }

    @SuppressWarnings("unchecked") // The keys of what was read are texts.
    private static Map<String, @Nullable Object> members(Object value, String where) {
        if (!(value instanceof Map)) {
            throw new JsonException(where + " is no object");
        }
        return (Map<String, @Nullable Object>) value;
    }

    /**
     * A record as a text, for its {@code toString}.
     *
     * @param record whose components may be secrets
     * @return what {@code toString} of a record returns if it says nothing else, without the
     *     components that are a {@link Secret}
     */
    public static String withoutSecrets(Record record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .filter(component -> !component.isAnnotationPresent(Secret.class))
                .map(component -> component.getName() + "=" + valueOf(record, component))
                .collect(Collectors.joining(", ", record.getClass().getSimpleName() + "[", "]"));
    }

    static @Nullable Object valueOf(Record record, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            if (!accessor.trySetAccessible()) {
                throw new UnreadableTypeException(record.getClass());
            }
            return accessor.invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record has accessors", impossible);
        }
    }
}
