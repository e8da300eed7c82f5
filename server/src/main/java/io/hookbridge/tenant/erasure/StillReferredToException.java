package io.hookbridge.tenant.erasure;

import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.SQLException;
import java.util.Optional;

/**
 * A row that an erasure would delete is still referred to: somebody uses it at this moment, or a
 * table was forgotten. Names the constraint.
 */
public final class StillReferredToException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** SQLSTATE of a row that another one still refers to. */
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private StillReferredToException(String constraint, JdbiException cause) {
        super("the constraint %s keeps a row from being erased".formatted(constraint), cause);
    }

    /** What {@code failure} comes to; empty if it is another failure. */
    static Optional<StillReferredToException> of(JdbiException failure) {
        return failure.getCause() instanceof SQLException cause
                        && FOREIGN_KEY_VIOLATION.equals(cause.getSQLState())
                ? Optional.of(new StillReferredToException(constraint(cause), failure))
                : Optional.empty();
    }

    private static String constraint(SQLException violation) {
        return Optional.of(violation)
                .filter(PSQLException.class::isInstance)
                .map(PSQLException.class::cast)
                .map(PSQLException::getServerErrorMessage)
                .map(ServerErrorMessage::getConstraint)
                .orElse("?");
    }
}
