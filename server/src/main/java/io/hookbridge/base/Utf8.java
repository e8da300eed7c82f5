package io.hookbridge.base;

/** Well-formed UTF-8 (Unicode, table 3-7; RFC 3629). */
public final class Utf8 {

    private Utf8() {}

    /** Whether these are well-formed characters, and no U+0000 among them. */
    public static boolean isText(byte[] bytes) {
        int at = 0;
        while (at >= 0 && at < bytes.length) {
            if (bytes[at] == 0) {
                return false;
            }
            at = bytes[at] > 0 ? at + 1 : end(bytes, at);
        }
        return at >= 0;
    }

    /**
     * Where the character ends that begins at {@code start} with a byte above ASCII; -1 if it is
     * not well-formed: cut off, longer than needed, half of a surrogate pair or above U+10FFFF.
     */
    static int end(byte[] bytes, int start) {
        int lead = bytes[start] & 0xFF;
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || start + length > bytes.length) {
            return -1;
        }
        int second = bytes[start + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return -1;
        }
        for (int i = start + 2; i < start + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return -1;
            }
        }
        return start + length;
    }
}
