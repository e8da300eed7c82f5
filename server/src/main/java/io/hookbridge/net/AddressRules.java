package io.hookbridge.net;

import io.hookbridge.base.ip.AddressRange;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses outgoing requests may reach: those of the public internet, and what the operator
 * allowed besides.
 *
 * <p>An IPv6 address that carries an IPv4 address for a translator or a tunnel is judged by what it
 * carries: a request to {@code 64:ff9b::7f00:1} can end at 127.0.0.1. Sources: the special-purpose
 * registries of IANA (RFC 6890), RFC 6052 (NAT64), RFC 8215 (NAT64 for local use), RFC 3056 (6to4),
 * RFC 4380 (Teredo).
 */
public final class AddressRules {

    private static final List<AddressRange> NOT_PUBLIC_V4 =
            ranges(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4");

    /** All that is routed as global unicast; everything else is for some special purpose. */
    private static final AddressRange GLOBAL_V6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> NOT_PUBLIC_V6 =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** IPv4-translated (RFC 6145); IPv4-mapped addresses Java reads as IPv4 by itself. */
    private static final AddressRange TRANSLATED = AddressRange.of("::ffff:0:0:0/96");

    private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");
    private static final AddressRange NAT64_LOCAL = AddressRange.of("64:ff9b:1::/48");
    private static final AddressRange SIX_TO_FOUR = AddressRange.of("2002::/16");
    private static final AddressRange TEREDO = AddressRange.of("2001::/32");

    private final List<AddressRange> alsoAllowed;

    /**
     * @param alsoAllowed reachable though not public
     */
    public AddressRules(List<AddressRange> alsoAllowed) {
        this.alsoAllowed = List.copyOf(alsoAllowed);
    }

    /** Whether a request may be sent to {@code address}. */
    public boolean allows(InetAddress address) {
        return allowedByOperator(address) || isPublic(address.getAddress());
    }

    /** Whether the operator named the address: plain http may go there as well. */
    public boolean allowedByOperator(InetAddress address) {
        byte[] bytes = address.getAddress();
        return isNamed(bytes)
                || (carried(bytes).length > 0 && Stream.of(carried(bytes)).allMatch(this::isNamed));
    }

    /** Whether the operator named any address at all. */
    boolean operatorNamesAny() {
        return !alsoAllowed.isEmpty();
    }

    private boolean isNamed(byte[] address) {
        return alsoAllowed.stream().anyMatch(range -> range.contains(address));
    }

    private static boolean isPublic(byte[] address) {
        if (address.length == 4) {
            return NOT_PUBLIC_V4.stream().noneMatch(range -> range.contains(address));
        }
        byte[][] carried = carried(address);
        return carried.length > 0
                ? Stream.of(carried).allMatch(AddressRules::isPublic)
                : GLOBAL_V6.contains(address)
                        && NOT_PUBLIC_V6.stream().noneMatch(range -> range.contains(address));
    }

    /** The IPv4 addresses that an IPv6 address leads to; none for a plain one. */
    private static byte[][] carried(byte[] address) {
        if (address.length == 4) {
            return new byte[0][];
        }
        if (TRANSLATED.contains(address) || NAT64.contains(address)) {
            return new byte[][] {Arrays.copyOfRange(address, 12, 16)};
        }
        if (NAT64_LOCAL.contains(address)) {
            // The operator of the network chose where the address lies: after 48 bits around the
            // octet that is zero, or at the end.
            return new byte[][] {
                {address[6], address[7], address[9], address[10]},
                Arrays.copyOfRange(address, 12, 16)
            };
        }
        if (SIX_TO_FOUR.contains(address)) {
            return new byte[][] {Arrays.copyOfRange(address, 2, 6)};
        }
        if (TEREDO.contains(address)) {
            byte[] client = Arrays.copyOfRange(address, 12, 16);
            for (int i = 0; i < client.length; i++) {
                client[i] ^= (byte) 0xFF;
            }
            return new byte[][] {Arrays.copyOfRange(address, 4, 8), client};
        }
        return new byte[0][];
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::of).toList();
    }
}
