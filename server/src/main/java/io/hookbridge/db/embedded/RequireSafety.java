package io.hookbridge.db.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a running server how durable and how closed it is, and refuses what is not as demanded. */
final class RequireSafety {

    private static final String OPEN_DOORS =
            """
            SELECT line_number, auth_method
            FROM pg_hba_file_rules
            WHERE error IS NOT NULL OR auth_method NOT IN ('scram-sha-256', 'reject')
            """;

    private RequireSafety() {}

    /** Nobody may log in without the password. Only a superuser may ask. */
    static void ofAuthentication(Connection superuser) throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (Statement statement = superuser.createStatement();
                ResultSet rules = statement.executeQuery(OPEN_DOORS)) {
            while (rules.next()) {
                wrong.add(
                        "line %d of pg_hba.conf has method %s instead of scram-sha-256"
                                .formatted(
                                        rules.getInt("line_number"),
                                        rules.getString("auth_method")));
            }
        }
        refuseIfAny(wrong);
    }

    /** Commits wait for the disk, as the role that makes them sees it: settings differ by role. */
    static void ofCommits(Connection connection, Durability durability) throws SQLException {
        Map<String, String> demanded =
                Map.of(
                        "fsync", durability.onDisk(),
                        "synchronous_commit", durability.onDisk(),
                        "full_page_writes", durability.onDisk(),
                        "listen_addresses", "127.0.0.1");
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> setting : demanded.entrySet()) {
            String actual = show(connection, setting.getKey());
            if (!actual.equals(setting.getValue())) {
                wrong.add(
                        "%s is %s instead of %s"
                                .formatted(setting.getKey(), actual, setting.getValue()));
            }
        }
        refuseIfAny(wrong);
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void refuseIfAny(List<String> wrong) {
        if (!wrong.isEmpty()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL is not as safe as it must be: " + String.join("; ", wrong));
        }
    }
}
