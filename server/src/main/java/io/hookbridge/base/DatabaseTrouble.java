package io.hookbridge.base;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/**
 * What keeps PostgreSQL from doing anything at all, so that the same work may succeed later; as
 * opposed to a statement that is wrong. Read from the SQLSTATE (PostgreSQL documentation, appendix
 * A).
 */
public enum DatabaseTrouble {
    UNREACHABLE("unreachable", "PostgreSQL cannot be reached"),
    TOO_MANY_CONNECTIONS(
            "too many connections",
            "PostgreSQL has as many connections as it allows: raise max_connections, or lower"
                    + " HOOKBRIDGE_DATABASE_CONNECTIONS of the servers that share it"),
    OUT_OF_RESOURCES(
            "out of resources", "PostgreSQL lacks memory or has reached a limit of its settings"),
    DISK_FULL("disk full", "the disk of PostgreSQL is full: make room on it"),
    DISK_FAILING("disk failing", "PostgreSQL cannot read or write its files"),
    READ_ONLY(
            "read-only",
            "PostgreSQL takes no writes: it is a standby, or default_transaction_read_only is on");

    /** The coordinator of Citus says so, without a SQLSTATE of its own, of a worker it has lost. */
    private static final String WORKER_LOST = "failure on connection marked as essential";

    private final String word;
    private final String sentence;

    DatabaseTrouble(String word, String sentence) {
        this.word = word;
        this.sentence = sentence;
    }

    /** Short, for a page. */
    public String word() {
        return word;
    }

    /** For the operator, without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** Whether it does not pass before somebody does something about it. */
    public boolean needsOperator() {
        return switch (this) {
            case UNREACHABLE, TOO_MANY_CONNECTIONS, OUT_OF_RESOURCES -> false;
            case DISK_FULL, DISK_FAILING, READ_ONLY -> true;
        };
    }

    /** The trouble that {@code failure} or one of its causes tells of; empty if it is none. */
    public static Optional<DatabaseTrouble> of(@Nullable Throwable failure) {
        Optional<DatabaseTrouble> found = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                // The innermost is PostgreSQL's own word, around it is the pool's.
                DatabaseTrouble inner = ofOne(sql);
                found = inner == null ? found : Optional.of(inner);
            }
        }
        return found;
    }

    private static @Nullable DatabaseTrouble ofOne(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return switch (state) {
            case "53100" -> DISK_FULL;
            case "53300" -> TOO_MANY_CONNECTIONS;
            case "25006" -> READ_ONLY;
            // This process stood still in a transaction for longer than it may.
            case "25P03" -> UNREACHABLE;
            default -> ofClass(state, failure);
        };
    }

    private static @Nullable DatabaseTrouble ofClass(String state, SQLException failure) {
        if (state.startsWith("53")) {
            return OUT_OF_RESOURCES;
        }
        if (state.startsWith("58")) {
            return DISK_FAILING;
        }
        return state.startsWith("08")
                        || state.startsWith("57P")
                        || failure instanceof SQLTransientConnectionException
                        || failure instanceof SQLNonTransientConnectionException
                        || String.valueOf(failure.getMessage()).contains(WORKER_LOST)
                ? UNREACHABLE
                : null;
    }
}
