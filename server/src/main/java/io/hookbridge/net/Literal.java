package io.hookbridge.net;

import java.net.InetAddress;
import java.util.Optional;

/** Addresses that are written out as numbers. */
final class Literal {

    private Literal() {}

    /**
     * The address that {@code text} spells in the one way that every reader understands alike: IPv4
     * as four decimal numbers without leading zeros, IPv6 without a zone and not as an IPv4 address
     * in disguise. Empty for every other text.
     */
    static Optional<InetAddress> plain(String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            boolean asExpected =
                    text.indexOf(':') >= 0
                            ? address.getAddress().length == 16 && text.indexOf('%') < 0
                            : address.getHostAddress().equals(text);
            return asExpected ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /**
     * Whether a host is meant as an address, however it is spelled: its last part is a number, and
     * no name ends so (URL Standard, "ends in a number checker").
     */
    static boolean isMeant(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = name.substring(name.lastIndexOf('.') + 1);
        return host.indexOf(':') >= 0
                || last.startsWith("0x")
                || (!last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9'));
    }
}
