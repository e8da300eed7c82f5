package io.hookbridge.db.embedded;

import io.hookbridge.db.DatabaseAddress;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One statement on one connection, for tests. */
final class Sql {

    private Sql() {}

    /** The first value of the first row, or null if there is none. */
    static @Nullable String run(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = Databases.connect(address);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return null;
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }
}
