package io.hookbridge.db.embedded;

import io.hookbridge.db.DatabaseAddress;

import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The role and the database that HookBridge works with.
 *
 * <p>The role owns its database and is no superuser: a superuser could switch durability off and
 * run programs.
 */
record Databases(int port, String password) {

    private static final String HOOKBRIDGE = "hookbridge";

    /** How HookBridge logs in. */
    DatabaseAddress hookbridge() {
        return address(HOOKBRIDGE, HOOKBRIDGE);
    }

    /** How the cluster is administered. */
    DatabaseAddress superuser() {
        return address(Cluster.SUPERUSER, "postgres");
    }

    private DatabaseAddress address(String user, String database) {
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), user, password);
    }

    /**
     * Makes what is missing of the two; a start that was killed in between is made good by this.
     */
    void makeIfAbsent(Connection superuser) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            if (isAbsent(superuser, "SELECT 1 FROM pg_roles WHERE rolname = ?")) {
                // A hexadecimal password needs no quoting.
                statement.execute("CREATE ROLE hookbridge LOGIN PASSWORD '" + password + "'");
            }
            if (isAbsent(superuser, "SELECT 1 FROM pg_database WHERE datname = ?")) {
                statement.execute("CREATE DATABASE hookbridge OWNER hookbridge");
            }
        }
    }

    private static boolean isAbsent(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, HOOKBRIDGE);
            try (ResultSet row = statement.executeQuery()) {
                return !row.next();
            }
        }
    }

    static Connection connect(DatabaseAddress address) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        return source.getConnection(address.user(), address.password());
    }
}
