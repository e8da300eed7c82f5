package io.hookbridge.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A range of IPv4 or IPv6 addresses in CIDR notation (RFC 4632, section 3.1; RFC 4291, section
 * 2.3).
 */
public final class AddressRange {

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads {@code address/bits}. Bits after the prefix must be zero, so that a slip of the pen
     * does not open a range that nobody meant.
     */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            return Optional.empty();
        }
        try {
            byte[] network = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
            int bits = Integer.parseInt(text, slash + 1, text.length(), 10);
            if (bits < 0 || bits > network.length * 8) {
                return Optional.empty();
            }
            AddressRange range = new AddressRange(network, bits);
            return Arrays.equals(range.masked(network), network)
                    ? Optional.of(range)
                    : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Of a text that is known to be one. */
    static AddressRange of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** Whether the address of 4 or 16 bytes lies in the range; never for the other family. */
    boolean contains(byte[] address) {
        return address.length == network.length && Arrays.equals(masked(address), network);
    }

    private byte[] masked(byte[] address) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int kept = Math.clamp(bits - 8L * i, 0, 8);
            masked[i] = (byte) (address[i] & (0xFF00 >> kept));
        }
        return masked;
    }
}
