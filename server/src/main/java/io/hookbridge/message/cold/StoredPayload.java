package io.hookbridge.message.cold;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;

/** What a row of {@code message} says of its payload; {@link ColdPayloads} opens either kind. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public sealed interface StoredPayload {

    /** The columns that {@link #of} reads. */
    String COLUMNS =
            "environment_id, id, expires_on, size_bytes, body, cold_segment, cold_offset, cold_key";

    /** It lies in the row. */
    record Here(byte[] body) implements StoredPayload {}

    /**
     * It lies in the storage.
     *
     * @param day on which it expires
     * @param size in bytes, before it was sealed
     * @param offset of the sealed payload in its segment
     * @param key that alone opens it, itself sealed
     */
    record Cold(
            UUID environment,
            UUID message,
            LocalDate day,
            int size,
            UUID segment,
            int offset,
            byte[] key)
            implements StoredPayload {

        /** How many bytes it takes there. */
        int sealedSize() {
            return size + PayloadSeal.TAG;
        }

        String object() {
            return Segment.payloads(day, segment);
        }

        /** Whether its row says another place now. */
        boolean isElsewhere(StoredPayload now) {
            return !(now instanceof Cold cold
                    && cold.segment.equals(segment)
                    && cold.offset == offset);
        }
    }

    /** Reads {@link #COLUMNS} of a row. */
    static StoredPayload of(ResultSet row) throws SQLException {
        UUID segment = row.getObject("cold_segment", UUID.class);
        return segment == null
                ? new Here(row.getBytes("body"))
                : new Cold(
                        row.getObject("environment_id", UUID.class),
                        row.getObject("id", UUID.class),
                        row.getObject("expires_on", LocalDate.class),
                        row.getInt("size_bytes"),
                        segment,
                        row.getInt("cold_offset"),
                        row.getBytes("cold_key"));
    }
}
