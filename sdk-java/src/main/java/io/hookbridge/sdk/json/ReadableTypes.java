package io.hookbridge.sdk.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds a component that JSON is not read into before anything is read, so that its author hears of
 * it from the first JSON and not from the first that has it.
 */
final class ReadableTypes {

    /** Those that are readable; the others are looked at again each time. */
    private static final ClassValue<Boolean> READABLE =
            new ClassValue<>() {
                @Override
                protected Boolean computeValue(Class<?> type) {
                    new ReadableTypes().require(type, type.getSimpleName());
                    return true;
                }
            };

    /** Records may contain themselves. */
    private final Set<Class<?>> seen = new HashSet<>();

    private ReadableTypes() {}

    /**
     * @throws UnreadableTypeException if JSON is not read into it
     */
    static void require(Class<?> type) {
        READABLE.get(type);
    }

    private void require(Type type, String where) {
        if (type instanceof ParameterizedType generic) {
            Type[] inner = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                require(inner[0], where);
                return;
            } else if (generic.getRawType() == Map.class && inner[0] == String.class) {
                require(inner[1], where);
                return;
            }
        } else if (type instanceof Class<?> plain && isReadable(plain)) {
            return;
        }
        throw new UnreadableTypeException(where, type.getTypeName());
    }

    private boolean isReadable(Class<?> type) {
        if (type.isRecord() && type.getTypeParameters().length == 0) {
            if (seen.add(type)) {
                if (!Records.constructor(type).trySetAccessible()) {
                    throw new UnreadableTypeException(type);
                }
                for (RecordComponent component : type.getRecordComponents()) {
                    require(
                            component.getGenericType(),
                            type.getSimpleName() + "." + component.getName());
                }
            }
            return true;
        }
        return SimpleTypes.have(type) || (type.isEnum() && Word.class.isAssignableFrom(type));
    }
}
