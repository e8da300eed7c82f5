package io.hookbridge.inbound.verify.preset;

import java.util.BitSet;
import java.util.Optional;

/**
 * Which values are sent back in a handshake. Not a regular expression: one that a stranger's value
 * is matched against must not be able to take long.
 *
 * @param characters as ranges such as {@code A-Za-z0-9_-}; empty for everything that has a shape
 *     and for blanks
 * @param least how many there must be
 * @param most how many there may be
 */
public record EchoLimits(String characters, int least, int most) {

    /** Of a value of which a preset says nothing. */
    public static final EchoLimits USUAL = new EchoLimits("", 1, 1_024);

    /** Of what is put into a header: what may stand there. */
    static final EchoLimits HEADER = new EchoLimits(" -~", 1, 256);

    /** Of what is signed for whoever asks: nothing that could be an event or a part of one. */
    private static final BitSet SAFE_TO_SIGN = set("A-Za-z0-9+/=_-");

    public static final int MOST_TO_SIGN = 256;

    /** Empty if a range ends before it begins. */
    static Optional<EchoLimits> of(String characters, int least, int most) {
        return isWellFormed(characters)
                ? Optional.of(new EchoLimits(characters, least, most))
                : Optional.empty();
    }

    private static boolean isWellFormed(String characters) {
        for (int i = 0; i + 2 < characters.length(); i++) {
            if (characters.charAt(i + 1) == '-') {
                if (characters.charAt(i) > characters.charAt(i + 2)) {
                    return false;
                }
                i += 2;
            }
        }
        return !characters.isEmpty() && characters.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Whether nobody can have an event signed by way of a handshake. */
    boolean isSafeToSign() {
        BitSet others = set(characters);
        others.andNot(SAFE_TO_SIGN);
        return !characters.isEmpty() && others.isEmpty() && most <= MOST_TO_SIGN;
    }

    /** Whether this value may be sent back. */
    public boolean allow(String value) {
        if (value.length() < least || value.length() > most) {
            return false;
        }
        BitSet allowed = set(characters);
        return value.chars()
                .allMatch(c -> characters.isEmpty() ? !Character.isISOControl(c) : allowed.get(c));
    }

    /** A hyphen at the beginning or the end means itself. */
    private static BitSet set(String characters) {
        BitSet set = new BitSet(128);
        for (int i = 0; i < characters.length(); i++) {
            boolean isRange = i + 2 < characters.length() && characters.charAt(i + 1) == '-';
            set.set(
                    characters.charAt(i),
                    (isRange ? characters.charAt(i + 2) : characters.charAt(i)) + 1);
            i += isRange ? 2 : 0;
        }
        return set;
    }
}
