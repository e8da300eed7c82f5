package io.hookbridge.db;

import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Binds arrays in PostgreSQL's binary form: under load most of what is sent are arrays, and as
 * text, which is how Jdbi and the driver would send them, they cost both sides several times as
 * much to write and to read.
 */
final class ArrayArguments implements ArgumentFactory {

    @Override
    public Optional<Argument> build(Type type, Object value, ConfigRegistry config) {
        return switch (value) {
            case UUID[] ids -> Optional.of(binary(BinaryArray.of(ids)));
            case Instant[] times -> Optional.of(binary(BinaryArray.of(times)));
            case String[] texts -> Optional.of(array("text", texts));
            case Integer[] numbers -> Optional.of(array("int4", numbers));
            case Long[] numbers -> Optional.of(array("int8", numbers));
            case Boolean[] flags -> Optional.of(array("bool", flags));
            case byte[][] contents -> Optional.of(array("bytea", contents));
            case null, default -> Optional.empty();
        };
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
