package io.hookbridge.http;

import io.netty.buffer.ByteBuf;

/** The line before a chunk of a body: its size, and extensions (RFC 9112, section 7.1). */
final class ChunkLine {

    /** With its extensions, which nobody needs, in bytes. */
    static final int LONGEST = 256;

    private static final int MOST_DIGITS = 15;

    private ChunkLine() {}

    /**
     * The size of the chunk in bytes; -1 if the line is not valid.
     *
     * @param end where its LF is
     */
    static long size(ByteBuf in, int from, int end) {
        int digits = 0;
        long size = 0;
        int digit = Character.digit(in.getByte(from), 16);
        while (digit >= 0 && digits <= MOST_DIGITS) {
            digits++;
            size = size << 4 | digit;
            digit = Character.digit(in.getByte(from + digits), 16);
        }
        boolean valid =
                digits > 0
                        && digits <= MOST_DIGITS
                        && in.getByte(end - 1) == '\r'
                        && isExtension(in, from + digits, end - 1);
        return valid ? size : -1;
    }

    /** Nothing, or what follows a semicolon, without control characters; it is not read. */
    private static boolean isExtension(ByteBuf in, int from, int end) {
        if (from < end && in.getByte(from) != ';') {
            return false;
        }
        for (int i = from; i < end; i++) {
            if (HeadGrammar.isControl(in.getByte(i)) && in.getByte(i) != '\t') {
                return false;
            }
        }
        return true;
    }
}
