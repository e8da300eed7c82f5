package io.hookbridge.sdk;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Some value of each type that the methods of this client take. */
final class Samples {

    private Samples() {}

    /** One for each parameter. */
    static Object[] arguments(Method method) {
        return Arrays.stream(method.getGenericParameterTypes()).map(Samples::of).toArray();
    }

    private static Object of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] inner = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? List.of(of(inner[0]))
                    : Map.of("member", "value");
        }
        Class<?> wanted = (Class<?>) type;
        if (Members.class.isAssignableFrom(wanted)) {
            return withEverything(wanted);
        } else if (wanted.isRecord()) {
            return record(wanted);
        } else if (wanted.isEnum()) {
            return wanted.getEnumConstants()[0];
        } else if (wanted == int.class || wanted == Integer.class) {
            return 1;
        } else if (wanted == long.class || wanted == Long.class) {
            return 1L;
        } else if (wanted == boolean.class) {
            return true;
        } else if (wanted == Instant.class) {
            return Instant.EPOCH;
        }
        return "some-text";
    }

    /** A request of which every member is said. */
    private static Object withEverything(Class<?> type) {
        try {
            Method begin =
                    Arrays.stream(type.getMethods())
                            .filter(each -> Modifier.isStatic(each.getModifiers()))
                            .filter(each -> each.getReturnType() == type)
                            // Of a message's two, the one whose payload need not be JSON.
                            .max(Comparator.comparing(Method::toString, Samples::mapsLast))
                            .orElseThrow();
            Object request = begin.invoke(null, arguments(begin));
            for (Method each : type.getDeclaredMethods()) {
                if (Modifier.isPublic(each.getModifiers())
                        && !Modifier.isStatic(each.getModifiers())
                        && each.getReturnType() == type
                        && each.getParameterCount() == 1) {
                    request = each.invoke(request, arguments(each));
                }
            }
            return request;
        } catch (ReflectiveOperationException failure) {
            throw new LinkageError(type.getName(), failure);
        }
    }

    private static int mapsLast(String one, String other) {
        return Boolean.compare(one.contains("java.util.Map"), other.contains("java.util.Map"));
    }

    private static Object record(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Constructor<?> constructor =
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            return constructor.newInstance(
                    Arrays.stream(components).map(each -> of(each.getGenericType())).toArray());
        } catch (ReflectiveOperationException failure) {
            throw new LinkageError(type.getName(), failure);
        }
    }
}
