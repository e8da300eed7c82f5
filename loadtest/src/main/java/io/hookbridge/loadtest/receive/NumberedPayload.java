package io.hookbridge.loadtest.receive;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Payloads that carry a number, by which the receiver knows them again, and otherwise text that
 * differs from one to the next: {@code {"seq":"000000000042","text":"…"}}.
 */
public final class NumberedPayload {

    private static final byte[] START = ascii("{\"seq\":\"");
    private static final byte[] MIDDLE = ascii("\",\"text\":\"");
    private static final byte[] END = ascii("\"}");
    private static final int DIGITS = 12;
    private static final int LEAST = START.length + DIGITS + MIDDLE.length + END.length;

    private static final int NOISE = 1 << 16;
    private static final byte[] LETTERS =
            ascii("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /** Multiplies to an odd step through the noise, so that neighbours have little in common. */
    private static final long STRIDE = 40_503;

    private final int size;
    private final byte[] noise;

    /**
     * @param size of each in bytes, 32 to 65,536
     */
    public NumberedPayload(int size) {
        if (size < LEAST || size > NOISE) {
            throw new IllegalArgumentException("a payload has " + LEAST + " to " + NOISE);
        }
        this.size = size;
        this.noise = new byte[2 * NOISE];
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = LETTERS[random.nextInt(LETTERS.length)];
        }
    }

    /** The bytes of each. */
    public int size() {
        return size;
    }

    /**
     * Writes the payload with this number.
     *
     * @param number 0 to 999,999,999,999
     * @param at where its first byte goes
     */
    public void write(long number, byte[] into, int at) {
        int next = put(START, into, at);
        long rest = number;
        for (int i = DIGITS - 1; i >= 0; i--) {
            into[next + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        next = put(MIDDLE, into, next + DIGITS);
        int text = size - LEAST;
        System.arraycopy(noise, (int) (number * STRIDE % NOISE), into, next, text);
        put(END, into, next + text);
    }

    /** The payload with this number as text. */
    public String text(long number) {
        byte[] bytes = new byte[size];
        write(number, bytes, 0);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static int put(byte[] part, byte[] into, int at) {
        System.arraycopy(part, 0, into, at, part.length);
        return at + part.length;
    }

    /** The number of the payload that stands somewhere in these bytes; -1 if there is none. */
    public static long numberIn(byte[] bytes) {
        for (int from = 0; from + LEAST <= bytes.length; from++) {
            if (bytes[from] == START[0]) {
                long number = number(bytes, from, bytes.length);
                if (number >= 0) {
                    return number;
                }
            }
        }
        return -1;
    }

    /** The number of the payload in these bytes; -1 if it is none of ours. */
    static long number(byte[] bytes, int from, int to) {
        if (to - from < LEAST) {
            return -1;
        }
        for (int i = 0; i < START.length; i++) {
            if (bytes[from + i] != START[i]) {
                return -1;
            }
        }
        long number = 0;
        for (int i = from + START.length; i < from + START.length + DIGITS; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
