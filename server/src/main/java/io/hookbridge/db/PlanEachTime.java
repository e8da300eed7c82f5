package io.hookbridge.db;

import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Has a statement planned for the values that it is run with, each time. Otherwise PostgreSQL plans
 * a statement that is run often once for all values, which goes wrong where they decide about the
 * plan: of a range of which it knows no end it expects one row in two hundred, and sorts what it
 * should walk.
 */
public final class PlanEachTime implements StatementCustomizer {

    @Override
    public void beforeExecution(PreparedStatement statement, StatementContext context)
            throws SQLException {
        // Zero keeps the driver from naming the statement, and only named ones have a plan to keep.
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
}
