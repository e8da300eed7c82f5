package io.hookbridge.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Walks through JSON (RFC 8259) in UTF-8 without reading values: it tells where each lies in the
 * bytes, so that it can be cut out as it was sent. Everything that is passed over is checked to be
 * well-formed. Neither nesting nor the length of names, numbers and strings is bounded other than
 * by the bytes themselves: nesting costs a bit for each level.
 *
 * <p>Belongs to one thread.
 */
public final class JsonCutter {

    /** That the bytes are no JSON in UTF-8. Has no stack trace and no message about the input. */
    public static final class MalformedException extends RuntimeException {

        MalformedException() {
            super("not well-formed JSON", null, false, false);
        }
    }

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

    private final byte[] bytes;
    private int place;

    /** What lies around the present place, from the outside in: a bit for each, 1 for an object. */
    private long[] around = new long[1];

    /**
     * @param bytes must not be changed; a byte order mark of UTF-8 is passed over
     */
    public JsonCutter(byte[] bytes) {
        this.bytes = bytes;
        boolean marked =
                bytes.length >= 3
                        && bytes[0] == (byte) 0xEF
                        && bytes[1] == (byte) 0xBB
                        && bytes[2] == (byte) 0xBF;
        this.place = marked ? 3 : 0;
    }

    /**
     * Whether these bytes are one JSON text in UTF-8 and nothing else, with neither blanks nor a
     * byte order mark around it: only then do they come out of another text as they went in.
     */
    public static boolean isOneText(byte[] bytes) {
        if (bytes.length == 0 || isOutside(bytes[0]) || isOutside(bytes[bytes.length - 1])) {
            return false;
        }
        try {
            JsonCutter json = new JsonCutter(bytes);
            json.skip();
            json.requireEnd();
            return true;
        } catch (MalformedException noJson) {
            return false;
        }
    }

    private static boolean isOutside(byte at) {
        return at == ' ' || at == '\t' || at == '\r' || at == '\n' || at == (byte) 0xEF;
    }

    /** The first byte of the next value, which tells its kind; it is not passed over. */
    public byte kind() {
        skipBlanks();
        return current();
    }

    /** Goes into the object that comes next. */
    public void enterObject() {
        take('{');
    }

    /** Goes into the array that comes next. */
    public void enterArray() {
        take('[');
    }

    /**
     * Whether the object or array that was entered has another member or element, which comes next
     * then; otherwise its end is passed over.
     *
     * @param end {@code '}'} or {@code ']'}
     * @param first whether none came before
     */
    public boolean hasNext(char end, boolean first) {
        skipBlanks();
        if (current() == end) {
            place++;
            return false;
        }
        if (!first) {
            take(',');
            skipBlanks();
        }
        return true;
    }

    /** The JSON of the name of a member, with its quotation marks; its value comes next. */
    public byte[] name() {
        skipBlanks();
        int start = place;
        string();
        byte[] name = Arrays.copyOfRange(bytes, start, place);
        take(':');
        return name;
    }

    /** Passes over the next value. */
    public void skip() {
        skipBlanks();
        value();
    }

    /** The next value exactly as it was sent. */
    public byte[] cut() {
        skipBlanks();
        int start = place;
        value();
        return Arrays.copyOfRange(bytes, start, place);
    }

    /**
     * @throws MalformedException if anything but blanks follows
     */
    public void requireEnd() {
        skipBlanks();
        if (place < bytes.length) {
            throw new MalformedException();
        }
    }

    /** A loop, not a recursion: no nesting is too deep for a stack. */
    private void value() {
        int depth = 0;
        while (true) {
            byte c = current();
            if (c == '{' || c == '[') {
                place++;
                enter(depth++, c == '{');
                if (hasNext(closing(depth), true)) {
                    memberName(depth);
                    continue;
                }
                depth--;
            } else {
                scalar(c);
            }
            // A value has ended; so may have what it lies in.
            while (depth > 0 && !hasNext(closing(depth), false)) {
                depth--;
            }
            if (depth == 0) {
                return;
            }
            memberName(depth);
        }
    }

    private void enter(int depth, boolean object) {
        int word = depth / Long.SIZE;
        if (word == around.length) {
            around = Arrays.copyOf(around, 2 * word);
        }
        // A shift looks at the last six bits of the distance only.
        long bit = 1L << depth;
        around[word] = object ? around[word] | bit : around[word] & ~bit;
    }

    private boolean isInObject(int depth) {
        int innermost = depth - 1;
        return (around[innermost / Long.SIZE] & (1L << innermost)) != 0;
    }

    private char closing(int depth) {
        return isInObject(depth) ? '}' : ']';
    }

    private void memberName(int depth) {
        if (isInObject(depth)) {
            string();
            take(':');
            skipBlanks();
        }
    }

    private void scalar(byte c) {
        switch (c) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            take(word.charAt(i), false);
        }
    }

    private void number() {
        if (current() == '-') {
            place++;
        }
        if (current() == '0') {
            place++;
        } else {
            digits();
        }
        if (place < bytes.length && bytes[place] == '.') {
            place++;
            digits();
        }
        if (place < bytes.length && (bytes[place] | 0x20) == 'e') {
            place++;
            if (current() == '+' || current() == '-') {
                place++;
            }
            digits();
        }
    }

    private void digits() {
        int start = place;
        while (place < bytes.length && bytes[place] >= '0' && bytes[place] <= '9') {
            place++;
        }
        if (place == start) {
            throw new MalformedException();
        }
    }

    private void string() {
        take('"', false);
        while (true) {
            skipPlain();
            byte c = current();
            place++;
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                escape();
            } else if (c < 0) {
                place = Utf8.end(bytes, place - 1);
                if (place < 0) {
                    throw new MalformedException();
                }
            } else {
                throw new MalformedException();
            }
        }
    }

    /** Passes over what needs no closer look: most of most payloads. */
    private void skipPlain() {
        int at = place;
        while (at <= bytes.length - Long.BYTES && isPlain((long) EIGHT_BYTES.get(bytes, at))) {
            at += Long.BYTES;
        }
        while (at < bytes.length && isPlain(bytes[at])) {
            at++;
        }
        place = at;
    }

    private static boolean isPlain(byte c) {
        return c >= ' ' && c != '"' && c != '\\';
    }

    /**
     * The same for eight bytes at once. A subtraction from a byte without its highest bit borrows,
     * and so sets that bit, where the byte is smaller; and it is smaller than one where it is the
     * one that is looked for.
     */
    private static boolean isPlain(long eight) {
        long quotes = eight ^ ('"' * ONES);
        long escapes = eight ^ ('\\' * ONES);
        long found = eight | (eight - ' ' * ONES) | (quotes - ONES) | (escapes - ONES);
        return (found & HIGHEST_BITS) == 0;
    }

    private void escape() {
        byte c = current();
        place++;
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                if (Character.digit(current(), 16) < 0) {
                    throw new MalformedException();
                }
                place++;
            }
        } else if ("\"\\/bfnrt".indexOf(c) < 0) {
            throw new MalformedException();
        }
    }

    private void take(char expected) {
        take(expected, true);
    }

    private void take(char expected, boolean afterBlanks) {
        if (afterBlanks) {
            skipBlanks();
        }
        if (current() != expected) {
            throw new MalformedException();
        }
        place++;
    }

    private void skipBlanks() {
        while (place < bytes.length
                && (bytes[place] == ' '
                        || bytes[place] == '\n'
                        || bytes[place] == '\r'
                        || bytes[place] == '\t')) {
            place++;
        }
    }

    private byte current() {
        if (place >= bytes.length) {
            throw new MalformedException();
        }
        return bytes[place];
    }
}
