package io.hookbridge.net.wire;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line that is being read, up to a line feed (RFC 9112, section 2.2). Of a long one the beginning
 * is kept.
 */
final class Line {

    /** What is kept; longer ones are in nobody's interest. */
    static final int MOST = 16 * 1024;

    private byte[] bytes = new byte[128];
    private int length;
    private boolean cut;

    /** Takes what belongs to the line; whether that was its end. */
    boolean read(ByteBuf in) {
        int toEnd = in.bytesBefore((byte) '\n');
        int count = toEnd < 0 ? in.readableBytes() : toEnd;
        int kept = Math.min(count, MOST - length);
        if (length + kept > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.clamp(2L * (length + kept), 128, MOST));
        }
        in.readBytes(bytes, length, kept);
        length += kept;
        if (kept < count) {
            cut = true;
            in.skipBytes(count - kept);
        }
        if (toEnd < 0) {
            return false;
        }
        in.skipBytes(1);
        return true;
    }

    /** Whether the end of the line was not kept. */
    boolean isCut() {
        return cut;
    }

    /** The line without its end; what must not stand in one is a blank (RFC 9110, section 5.5). */
    String text() {
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\r' || bytes[i] == 0) {
                bytes[i] = ' ';
            }
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    void clear() {
        length = 0;
        cut = false;
    }
}
