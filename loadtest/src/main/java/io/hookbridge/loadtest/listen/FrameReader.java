package io.hookbridge.loadtest.listen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Cuts what a server sends over a WebSocket into messages and pings (RFC 6455, section 5.2). */
final class FrameReader {

    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0F;
    private static final int LENGTH = 0x7F;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final Sink sink;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    /** Gets what has come. */
    interface Sink {

        void message(byte[] bytes);

        void ping(byte[] payload) throws IOException;
    }

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /**
     * Reads all frames that are whole, and leaves the rest.
     *
     * @throws IOException if the server closes, or sends what these listeners do not know
     */
    void read(ByteBuffer in) throws IOException {
        in.mark();
        while (in.remaining() >= 2) {
            int first = in.get();
            int length = length(in);
            if (length < 0 || in.remaining() < length) {
                break;
            }
            byte[] payload = new byte[length];
            in.get(payload);
            take(first, payload);
            in.mark();
        }
        in.reset();
    }

    /** -1 if it has not come whole. */
    private static int length(ByteBuffer in) throws IOException {
        int length = in.get() & LENGTH;
        if (length < 126) {
            return length;
        }
        if (in.remaining() < (length == 126 ? Short.BYTES : Long.BYTES)) {
            return -1;
        }
        long large = length == 126 ? in.getShort() & 0xFFFF : in.getLong();
        if (large < 0 || large > Integer.MAX_VALUE) {
            throw new IOException("the server sends a frame of " + large + " bytes");
        }
        return (int) large;
    }

    private void take(int first, byte[] payload) throws IOException {
        switch (first & OPCODE) {
            case CONTINUATION, TEXT -> {
                message.writeBytes(payload);
                if ((first & FINAL) != 0) {
                    sink.message(message.toByteArray());
                    message.reset();
                }
            }
            case PING -> sink.ping(payload);
            case PONG -> {}
            default -> throw new IOException("the server has ended the stream");
        }
    }
}
