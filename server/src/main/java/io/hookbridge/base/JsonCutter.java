package io.hookbridge.base;

import java.util.Arrays;
import java.util.BitSet;

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

    private final byte[] bytes;
    private int place;

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
        BitSet objects = new BitSet();
        int depth = 0;
        while (true) {
            byte c = current();
            if (c == '{' || c == '[') {
                place++;
                objects.set(depth++, c == '{');
                if (hasNext(closing(objects, depth), true)) {
                    memberName(objects, depth);
                    continue;
                }
                depth--;
            } else {
                scalar(c);
            }
            // A value has ended; so may have what it lies in.
            while (depth > 0 && !hasNext(closing(objects, depth), false)) {
                depth--;
            }
            if (depth == 0) {
                return;
            }
            memberName(objects, depth);
        }
    }

    private static char closing(BitSet objects, int depth) {
        return objects.get(depth - 1) ? '}' : ']';
    }

    private void memberName(BitSet objects, int depth) {
        if (objects.get(depth - 1)) {
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
            } else if (c < ' ') {
                throw new MalformedException();
            }
        }
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
