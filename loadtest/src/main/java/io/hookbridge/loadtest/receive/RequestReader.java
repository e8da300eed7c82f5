package io.hookbridge.loadtest.receive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the end of an HTTP/1.1 request with a Content-Length as its bytes arrive, and what the
 * receiver wants to know of it, without making objects.
 */
final class RequestReader {

    private static final int LARGEST = 4 * 1024 * 1024;
    private static final byte[] POST = ascii("POST /e/");
    private static final byte[] CONTENT_LENGTH = ascii("content-length");
    private static final byte[] ID = ascii("x-webhook-id");
    private static final byte[] SIGNATURE = ascii("x-webhook-signature");
    private static final int UUID_CHARACTERS = 36;

    private byte[] bytes = new byte[4 * 1024];
    private ByteBuffer received = ByteBuffer.wrap(bytes);
    private int scanned;
    private int bodyStart;
    private int end;
    private int path;
    private boolean signed;
    private long idHigh;
    private long idLow;

    /** Where the next bytes are to be put; has room. */
    ByteBuffer buffer() throws IOException {
        if (!received.hasRemaining()) {
            if (bytes.length >= LARGEST) {
                throw new IOException("a request of more than " + LARGEST + " bytes");
            }
            int filled = received.position();
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            received = ByteBuffer.wrap(bytes).position(filled);
        }
        return received;
    }

    /**
     * Whether all of the request has arrived.
     *
     * @throws IOException if this is no request that can be read here
     */
    boolean isComplete() throws IOException {
        if (end == 0 && !readHead()) {
            return false;
        }
        if (received.position() > end) {
            throw new IOException("more than the request came");
        }
        return received.position() == end;
    }

    /** Makes room for the next request. */
    void clear() {
        received.clear();
        scanned = 0;
        end = 0;
    }

    /** The N of the path {@code /e/N}; -1 if it is another path. */
    int path() {
        return path;
    }

    boolean signed() {
        return signed;
    }

    /** The first half of the {@code X-Webhook-Id}; 0 if it is no UUID. */
    long idHigh() {
        return idHigh;
    }

    long idLow() {
        return idLow;
    }

    /** See {@link NumberedPayload#number}. */
    long payloadNumber() {
        return NumberedPayload.number(bytes, bodyStart, end);
    }

    private boolean readHead() throws IOException {
        int headEnd = headEnd();
        if (headEnd < 0) {
            return false;
        }
        int line = endOfLine(0);
        path = pathNumber(line);
        int length = -1;
        signed = false;
        idHigh = 0;
        idLow = 0;
        for (int start = line + 2; start < headEnd; start = line + 2) {
            line = endOfLine(start);
            if (isNamed(CONTENT_LENGTH, start)) {
                length = number(value(start, CONTENT_LENGTH), line);
            } else if (isNamed(ID, start)) {
                readId(value(start, ID), line);
            } else if (isNamed(SIGNATURE, start)) {
                signed = true;
            }
        }
        if (length < 0) {
            throw new IOException("a request without a Content-Length");
        }
        bodyStart = headEnd + 2;
        end = bodyStart + length;
        return true;
    }

    /** Of the last header; -1 as long as it has not arrived. */
    private int headEnd() {
        int limit = received.position() - 3;
        for (int i = scanned; i < limit; i++) {
            if (bytes[i] == '\r'
                    && bytes[i + 1] == '\n'
                    && bytes[i + 2] == '\r'
                    && bytes[i + 3] == '\n') {
                return i + 2;
            }
        }
        scanned = Math.max(0, limit);
        return -1;
    }

    private int endOfLine(int from) {
        int at = from;
        while (bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private int pathNumber(int lineEnd) throws IOException {
        int start = POST.length;
        if (lineEnd < start || !Arrays.equals(bytes, 0, start, POST, 0, start)) {
            return -1;
        }
        int to = start;
        while (to < lineEnd && bytes[to] != ' ') {
            to++;
        }
        return number(start, to);
    }

    private boolean isNamed(byte[] name, int at) {
        if (at + name.length >= received.position() || bytes[at + name.length] != ':') {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            // Makes letters small and leaves the hyphen alone.
            if ((bytes[at + i] | 0x20) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private int value(int lineStart, byte[] name) {
        int at = lineStart + name.length + 1;
        while (bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    private int number(int from, int to) throws IOException {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || number > LARGEST) {
                throw new IOException("not a number of this size");
            }
            number = number * 10 + digit;
        }
        return from == to ? -1 : (int) number;
    }

    private void readId(int from, int to) {
        if (to - from != UUID_CHARACTERS) {
            return;
        }
        long high = 0;
        long low = 0;
        int digits = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit >= 0) {
                high = digits < 16 ? high << 4 | digit : high;
                low = digits < 16 ? low : low << 4 | digit;
                digits++;
            }
        }
        idHigh = digits == 32 ? high : 0;
        idLow = digits == 32 ? low : 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
