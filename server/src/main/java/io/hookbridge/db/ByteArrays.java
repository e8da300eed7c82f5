package io.hookbridge.db;

import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

import java.sql.Types;

/**
 * Binds {@code byte[][]} as {@code bytea[]}: Jdbi itself passes such an array on as objects, which
 * the driver cannot encode.
 */
final class ByteArrays extends AbstractArgumentFactory<byte[][]> {

    ByteArrays() {
        super(Types.ARRAY);
    }

    @Override
    protected Argument build(byte[][] value, ConfigRegistry config) {
        return (position, statement, _) ->
                statement.setArray(
                        position, statement.getConnection().createArrayOf("bytea", value));
    }
}
