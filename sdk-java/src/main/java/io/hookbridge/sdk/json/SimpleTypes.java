package io.hookbridge.sdk.json;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Function;

/** The types that one value of JSON is read into as it is. */
final class SimpleTypes {

    private static final Map<Class<?>, Function<Object, Object>> ALL =
            Map.ofEntries(
                    entry(Object.class, value -> value),
                    entry(String.class, String.class::cast),
                    entry(boolean.class, Boolean.class::cast),
                    entry(Boolean.class, Boolean.class::cast),
                    entry(int.class, value -> exact(value).intValueExact()),
                    entry(Integer.class, value -> exact(value).intValueExact()),
                    entry(long.class, value -> exact(value).longValueExact()),
                    entry(Long.class, value -> exact(value).longValueExact()),
                    entry(double.class, value -> ((Number) value).doubleValue()),
                    entry(Double.class, value -> ((Number) value).doubleValue()),
                    entry(BigDecimal.class, SimpleTypes::exact),
                    entry(Instant.class, value -> Instant.parse((String) value)),
                    entry(LocalDate.class, value -> LocalDate.parse((String) value)));

    private SimpleTypes() {}

    static boolean have(Class<?> type) {
        return ALL.containsKey(type);
    }

    /**
     * @param type one that these have
     * @throws JsonException if the value is none of it
     */
    static Object read(Object value, Class<?> type, String where) {
        Function<Object, Object> reading = ALL.get(type);
        if (reading == null) {
            throw new UnreadableTypeException(where, type.getTypeName());
        }
        try {
            return reading.apply(value);
        } catch (ClassCastException | ArithmeticException | DateTimeException other) {
            throw new JsonException(where + " is no " + type.getSimpleName());
        }
    }

    private static BigDecimal exact(Object value) {
        return new BigDecimal(((Number) value).toString());
    }
}
