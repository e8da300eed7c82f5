package io.hookbridge.base.ip;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A range of IPv4 or IPv6 addresses in CIDR notation (RFC 4632, section 3.1; RFC 4291, section
 * 2.3). One of IPv6 that maps IPv4 is the range of IPv4 that it maps.
 */
public final class AddressRange {

    private static final Pattern NOTATION =
            Pattern.compile("(?<address>[0-9a-fA-F:.]+)(?:/(?<bits>0|[1-9]\\d{0,2}))?");

    /** The bits before an IPv4 address that IPv6 maps (RFC 4291, section 2.5.5.2). */
    private static final int MAPPED_PREFIX = 96;

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads {@code address/bits}, or an address that is the whole range. Bits after the prefix must
     * be zero and an IPv4 address must be four plain decimal numbers, so that a slip of the pen
     * does not open a range that nobody meant.
     */
    public static Optional<AddressRange> parse(String text) {
        Matcher parts = NOTATION.matcher(text);
        return parts.matches()
                ? IpAddress.parse(parts.group("address"))
                        .map(address -> of(address, parts.group("address"), parts.group("bits")))
                        .filter(AddressRange::isExact)
                : Optional.empty();
    }

    private static AddressRange of(IpAddress address, String spelling, @Nullable String bits) {
        byte[] network = address.inet().getAddress();
        if (bits == null) {
            return new AddressRange(network, network.length * 8);
        }
        boolean mapped = network.length == 4 && spelling.indexOf(':') >= 0;
        return new AddressRange(network, Integer.parseInt(bits) - (mapped ? MAPPED_PREFIX : 0));
    }

    private boolean isExact() {
        return bits >= 0
                && bits <= network.length * 8
                && IntStream.range(0, network.length)
                        .allMatch(i -> (network[i] & ~mask(i) & 0xFF) == 0);
    }

    /** Of a text that is known to be one. */
    public static AddressRange of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** As {@link #parse} reads it, always with the number of bits. */
    @Override
    public String toString() {
        try {
            return new IpAddress(InetAddress.getByAddress(network)) + "/" + bits;
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    /** Whether the address lies in the range; never for the other family. */
    public boolean contains(IpAddress address) {
        return contains(address.inet().getAddress());
    }

    /** Whether the address of 4 or 16 bytes lies in the range; never for the other family. */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int i = 0; i < address.length; i++) {
            if (((address[i] ^ network[i]) & mask(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bits of byte {@code i} that belong to the prefix. */
    private int mask(int i) {
        return (0xFF00 >> Math.clamp(bits - 8L * i, 0, 8)) & 0xFF;
    }
}
