package io.hookbridge.db;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * An array that the driver itself would send as text, in the binary form that PostgreSQL's {@code
 * array_recv} reads: dimensions, element type, length, then every element after its length.
 *
 * <p>The driver must be told with {@link #PROPERTY} that it may send these types so; otherwise it
 * asks for the text after all.
 */
final class BinaryArray extends PGobject implements PGBinaryObject {

    /** The value of the driver's property {@code binaryTransferEnable}. */
    static final String PROPERTY = Oid.UUID_ARRAY + "," + Oid.TIMESTAMPTZ_ARRAY;

    private static final long serialVersionUID = 1;
    private static final int HEADER_BYTES = 5 * Integer.BYTES;

    /** PostgreSQL counts microseconds from the beginning of 2000. */
    private static final long EPOCH_SECOND = 946_684_800L;

    @SuppressWarnings("serial") // Is never serialised.
    private final @Nullable Object[] elements;

    private final byte[] bytes;

    private BinaryArray(String type, @Nullable Object[] elements, byte[] bytes) {
        setType(type);
        this.elements = elements;
        this.bytes = bytes;
    }

    static BinaryArray of(@Nullable UUID[] ids) {
        return new BinaryArray(
                "_uuid",
                ids,
                encode(
                        ids,
                        Oid.UUID,
                        2 * Long.BYTES,
                        (id, to) ->
                                to.putLong(id.getMostSignificantBits())
                                        .putLong(id.getLeastSignificantBits())));
    }

    static BinaryArray of(@Nullable Instant[] times) {
        return new BinaryArray(
                "_timestamptz",
                times,
                encode(
                        times,
                        Oid.TIMESTAMPTZ,
                        Long.BYTES,
                        (time, to) ->
                                to.putLong(
                                        TimeUnit.SECONDS.toMicros(
                                                        time.getEpochSecond() - EPOCH_SECOND)
                                                + TimeUnit.NANOSECONDS.toMicros(time.getNano()))));
    }

    private static <T> byte[] encode(
            @Nullable T[] elements, int elementOid, int size, BiConsumer<T, ByteBuffer> write) {
        ByteBuffer to =
                ByteBuffer.allocate(HEADER_BYTES + elements.length * (Integer.BYTES + size));
        boolean nulls = false;
        to.putInt(1).putInt(0).putInt(elementOid).putInt(elements.length).putInt(1);
        for (T element : elements) {
            if (element == null) {
                to.putInt(-1);
                nulls = true;
            } else {
                to.putInt(size);
                write.accept(element, to);
            }
        }
        to.putInt(Integer.BYTES, nulls ? 1 : 0);
        byte[] bytes = new byte[to.position()];
        to.flip().get(bytes);
        return bytes;
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("is only sent");
    }

    @Override
    public int lengthInBytes() {
        return bytes.length;
    }

    @Override
    public void toBytes(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    @Override
    public String getValue() {
        return Arrays.stream(elements)
                .map(element -> element == null ? "NULL" : element.toString())
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
