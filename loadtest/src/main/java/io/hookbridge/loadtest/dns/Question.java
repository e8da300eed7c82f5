package io.hookbridge.loadtest.dns;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A question of a resolver (RFC 1035, section 4).
 *
 * @param id of the query
 * @param host in lower case, without a dot at its end
 * @param type of the records asked for
 * @param section the question as it came
 */
record Question(short id, String host, int type, byte[] section) {

    private static final int HEADER = 12;
    private static final int TYPE_A = 1;

    /** A response, with authority, to a query that wants recursion, which is available. */
    private static final short FLAGS = (short) 0x8580;

    /** Where the name of the question stands, as compression writes it. */
    private static final short NAME = (short) 0xC00C;

    private static final short CLASS_IN = 1;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** Reads a query with one question; what stands behind it is of no interest here. */
    static Optional<Question> read(byte[] query) {
        try {
            ByteBuffer in = ByteBuffer.wrap(query);
            short id = in.getShort();
            in.position(HEADER);
            StringJoiner host = new StringJoiner(".");
            for (int length = in.get(); length > 0; length = in.get()) {
                byte[] label = new byte[length];
                in.get(label);
                host.add(new String(label, StandardCharsets.US_ASCII));
            }
            int type = in.getShort();
            in.getShort();
            return Optional.of(
                    new Question(
                            id,
                            host.toString().toLowerCase(Locale.ROOT),
                            type,
                            Arrays.copyOfRange(query, HEADER, in.position())));
        } catch (BufferUnderflowException | IllegalArgumentException cutShort) {
            return Optional.empty();
        }
    }

    /** 127.0.0.1 if an IPv4 address is asked for, else that there is none of this type. */
    byte[] answer() {
        boolean found = type == TYPE_A;
        ByteBuffer out = ByteBuffer.allocate(HEADER + section.length + 16);
        out.putShort(id).putShort(FLAGS);
        out.putShort((short) 1).putShort((short) (found ? 1 : 0)).putInt(0).put(section);
        if (found) {
            out.putShort(NAME).putShort((short) TYPE_A).putShort(CLASS_IN);
            // It may be remembered for no time.
            out.putInt(0).putShort((short) LOOPBACK.length).put(LOOPBACK);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
