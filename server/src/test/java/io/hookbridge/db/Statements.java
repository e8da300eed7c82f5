package io.hookbridge.db;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts statements. */
public final class Statements {

    private Statements() {}

    /** How many are run over {@code jdbi}, by whomever, until {@code work} has returned. */
    public static int of(Jdbi jdbi, Runnable work) {
        AtomicInteger statements = new AtomicInteger();
        jdbi.setSqlLogger(
                new SqlLogger() {
                    @Override
                    public void logBeforeExecution(StatementContext context) {
                        statements.incrementAndGet();
                    }
                });
        work.run();
        jdbi.setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
        return statements.get();
    }
}
