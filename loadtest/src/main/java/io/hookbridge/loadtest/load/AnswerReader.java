package io.hookbridge.loadtest.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds the end of an HTTP/1.1 answer with a Content-Length as its bytes arrive. */
final class AnswerReader {

    /** What {@link #read} returns while the answer is not complete. */
    static final int INCOMPLETE = 0;

    private static final int LARGEST = 64 * 1024;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final String CONTENT_LENGTH = "\r\ncontent-length:";

    private final ByteBuffer received = ByteBuffer.allocate(LARGEST);
    private int length = -1;

    /** Where the next bytes are to be put. */
    ByteBuffer buffer() {
        return received;
    }

    /**
     * The status of the answer once all of it has arrived, which also makes room for the next one.
     *
     * @throws IOException if this is no answer that can be read here
     */
    int read() throws IOException {
        if (length < 0) {
            length = wholeLength();
        }
        if (length < 0 || received.position() < length) {
            if (!received.hasRemaining()) {
                throw new IOException("an answer of more than " + LARGEST + " bytes");
            }
            return INCOMPLETE;
        }
        if (received.position() > length) {
            throw new IOException("more than the answer came");
        }
        int status = Integer.parseInt(text(9, 12));
        received.clear();
        length = -1;
        return status;
    }

    /** Of head and body together; -1 as long as the head is not complete. */
    private int wholeLength() throws IOException {
        int headEnd = indexOfHeadEnd();
        if (headEnd < 0) {
            return -1;
        }
        String head = text(0, headEnd).toLowerCase(Locale.ROOT);
        int field = head.indexOf(CONTENT_LENGTH);
        if (!head.startsWith("http/1.1 ") || field < 0) {
            throw new IOException("not an HTTP/1.1 answer with a Content-Length");
        }
        int start = field + CONTENT_LENGTH.length();
        int end = head.indexOf('\r', start);
        String value = head.substring(start, end < 0 ? head.length() : end).strip();
        return headEnd + END_OF_HEAD.length + Integer.parseInt(value);
    }

    private int indexOfHeadEnd() {
        byte[] bytes = received.array();
        for (int at = 0; at + END_OF_HEAD.length <= received.position(); at++) {
            if (bytes[at] == '\r'
                    && bytes[at + 1] == '\n'
                    && bytes[at + 2] == '\r'
                    && bytes[at + 3] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private String text(int from, int to) {
        return new String(received.array(), from, to - from, StandardCharsets.ISO_8859_1);
    }
}
