package io.hookbridge.db.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a running server how durable and how closed it is, and refuses one that is not what we
 * demand.
 */
record RequireSafety(Databases databases, Durability durability) {

    private static final List<String> DURABILITY_SETTINGS =
            List.of("fsync", "synchronous_commit", "full_page_writes");

    private static final String OPEN_DOORS =
            """
            SELECT line_number, auth_method, error
            FROM pg_hba_file_rules
            WHERE error IS NOT NULL OR auth_method NOT IN ('scram-sha-256', 'reject')
            """;

    void check() throws SQLException {
        List<String> wrong = new ArrayList<>();
        // As HookBridge's own role, because a setting may differ by role and database.
        try (Connection connection = Databases.connect(databases.hookbridge());
                Statement statement = connection.createStatement()) {
            for (String setting : DURABILITY_SETTINGS) {
                require(statement, setting, durability.onDisk(), wrong);
            }
            require(statement, "listen_addresses", "127.0.0.1", wrong);
        }
        try (Connection connection = Databases.connect(databases.superuser());
                Statement statement = connection.createStatement();
                ResultSet rules = statement.executeQuery(OPEN_DOORS)) {
            while (rules.next()) {
                wrong.add(
                        "line %d of pg_hba.conf has method %s instead of scram-sha-256"
                                .formatted(
                                        rules.getInt("line_number"),
                                        rules.getString("auth_method")));
            }
        }
        if (!wrong.isEmpty()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL is not as safe as it must be: " + String.join("; ", wrong));
        }
    }

    private static void require(
            Statement statement, String setting, String demanded, List<String> wrong)
            throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            String actual = row.getString(1);
            if (!actual.equals(demanded)) {
                wrong.add("%s is %s instead of %s".formatted(setting, actual, demanded));
            }
        }
    }
}
