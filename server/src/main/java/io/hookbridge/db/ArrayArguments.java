package io.hookbridge.db;

import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Binds arrays in PostgreSQL's binary form: under load most of what is sent are arrays, and as
 * text, which is how Jdbi and the driver would send them, they cost both sides several times as
 * much to write and to read.
 */
final class ArrayArguments implements ArgumentFactory.Preparable {

    private static final Map<Type, Function<Object, Argument>> BY_TYPE =
            Map.of(
                    UUID[].class, ids -> binary(BinaryArray.of((UUID[]) ids)),
                    Instant[].class, times -> binary(BinaryArray.of((Instant[]) times)),
                    String[].class, texts -> array("text", (String[]) texts),
                    Integer[].class, numbers -> array("int4", (Integer[]) numbers),
                    Long[].class, numbers -> array("int8", (Long[]) numbers),
                    Boolean[].class, flags -> array("bool", (Boolean[]) flags),
                    byte[][].class, contents -> array("bytea", (byte[][]) contents));

    @Override
    public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    @Override
    public Optional<Argument> build(Type type, Object value, ConfigRegistry config) {
        return prepare(type, config).map(argument -> argument.apply(value));
    }

    /** The driver knows the binary form of these, if it sees the type of their elements. */
    private static Argument array(String elementType, Object[] elements) {
        return (position, statement, _) ->
                statement.setArray(
                        position, statement.getConnection().createArrayOf(elementType, elements));
    }

    private static Argument binary(BinaryArray array) {
        return (position, statement, _) -> statement.setObject(position, array);
    }
}
