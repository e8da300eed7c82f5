package io.hookbridge.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Rows on their way into one table by {@code COPY … FROM STDIN (FORMAT binary)}, the cheapest way
 * to insert many: the driver's own arrays cost the server's thread more than twice as much. The
 * format is the one of PostgreSQL's documentation, "COPY", section "Binary Format".
 *
 * <p>A COPY is all or nothing, like its transaction; a row that breaks a constraint fails the
 * whole.
 */
public final class CopyRows {

    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
    };

    /** PostgreSQL counts from the beginning of 2000. */
    private static final long EPOCH_SECOND = 946_684_800L;

    private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final int NULL = -1;
    private static final short END = -1;
    private static final int FIRST_CAPACITY = 16 * 1024;

    private final String statement;
    private final short columns;
    private ByteBuffer to = ByteBuffer.allocate(FIRST_CAPACITY);
    private int rows;

    /**
     * @param table a name, not what somebody sent
     * @param columns the same; a row gives them in this order
     */
    public CopyRows(String table, String... columns) {
        this.statement =
                "COPY "
                        + table
                        + " ("
                        + String.join(", ", columns)
                        + ") FROM STDIN (FORMAT binary)";
        this.columns = (short) columns.length;
        to.put(SIGNATURE).putInt(0).putInt(0);
    }

    /** Begins a row; its columns follow. */
    public CopyRows row() {
        rows++;
        room(Short.BYTES).putShort(columns);
        return this;
    }

    /** A value of type {@code uuid}. */
    public CopyRows uuid(@Nullable UUID value) {
        if (value == null) {
            return nothing();
        }
        field(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits());
        return this;
    }

    /** A value of type {@code text}. */
    public CopyRows text(@Nullable String value) {
        return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    /** A value of type {@code bytea}. */
    public CopyRows bytes(byte @Nullable [] value) {
        if (value == null) {
            return nothing();
        }
        field(value.length).put(value);
        return this;
    }

    /** A value of type {@code int}. */
    public CopyRows number(@Nullable Integer value) {
        if (value == null) {
            return nothing();
        }
        field(Integer.BYTES).putInt(value);
        return this;
    }

    /** A value of type {@code boolean}. */
    public CopyRows flag(@Nullable Boolean value) {
        if (value == null) {
            return nothing();
        }
        field(1).put((byte) (value ? 1 : 0));
        return this;
    }

    /**
     * A value of type {@code timestamptz}, cut to microseconds; {@link Instant#MAX} is infinity.
     */
    public CopyRows time(@Nullable Instant value) {
        if (value == null) {
            return nothing();
        }
        field(Long.BYTES)
                .putLong(
                        value.equals(Instant.MAX)
                                ? Long.MAX_VALUE
                                : TimeUnit.SECONDS.toMicros(value.getEpochSecond() - EPOCH_SECOND)
                                        + TimeUnit.NANOSECONDS.toMicros(value.getNano()));
        return this;
    }

    /** A value of type {@code date}. */
    public CopyRows date(LocalDate value) {
        field(Integer.BYTES).putInt((int) (value.toEpochDay() - EPOCH_DAY));
        return this;
    }

    private CopyRows nothing() {
        room(Integer.BYTES).putInt(NULL);
        return this;
    }

    private ByteBuffer field(int length) {
        return room(Integer.BYTES + length).putInt(length);
    }

    private ByteBuffer room(int bytes) {
        if (to.remaining() < bytes) {
            int capacity = Math.max(to.capacity() * 2, to.position() + bytes);
            byte[] grown = Arrays.copyOf(to.array(), capacity);
            to = ByteBuffer.wrap(grown).position(to.position());
        }
        return to;
    }

    public boolean isEmpty() {
        return rows == 0;
    }

    /**
     * Inserts the rows in the transaction of {@code handle}; nothing if there are none.
     *
     * @throws UnableToExecuteStatementException if PostgreSQL refuses them or cannot be reached
     */
    public void write(Handle handle) {
        if (isEmpty()) {
            return;
        }
        room(Short.BYTES).putShort(END);
        try {
            CopyIn copy =
                    handle.getConnection()
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(statement);
            try {
                copy.writeToCopy(to.array(), 0, to.position());
                copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException failure) {
            handle.getConfig(FailedCopies.class).tell(handle.getConnection(), failure);
            throw new UnableToExecuteStatementException("rows could not be copied", failure, null);
        }
    }
}
