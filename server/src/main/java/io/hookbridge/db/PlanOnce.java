package io.hookbridge.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Has a statement planned once on each connection, for whatever values it will be run with: for one
 * that looks into many partitions, whose planning takes longer than its work. Holds for all that
 * the transaction still does, but for what is never prepared.
 */
public final class PlanOnce implements StatementCustomizer {

    private final boolean spread;

    /**
     * @param handle that the statement is run on; where tables are spread over several servers it
     *     is planned each time, because the values tell which of them has the rows
     */
    public PlanOnce(Handle handle) {
        this.spread = Spread.is(handle);
    }

    @Override
    public void beforeExecution(PreparedStatement statement, StatementContext context)
            throws SQLException {
        if (spread) {
            return;
        }
        try (Statement set = statement.getConnection().createStatement()) {
            set.execute("SET LOCAL plan_cache_mode = force_generic_plan");
        }
        // The driver names the statement at once; only named ones have a plan to keep.
        statement.unwrap(PGStatement.class).setPrepareThreshold(1);
    }
}
