package io.hookbridge.billing.portal;

import io.hookbridge.base.ip.IpAddress;

import java.util.regex.Pattern;

/**
 * Tells whether a host is spelled the way browsers spell it, so that comparing text is comparing
 * hosts.
 *
 * <p>Browsers rewrite {@code 2130706433}, {@code 0x7f.1} and {@code 127.0.0.010} to dotted
 * addresses and shorten IPv6 addresses; {@link java.net.URI} leaves them as they are.
 */
final class CanonicalHost {

    private static final Pattern DOTTED_QUAD =
            Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    /** The URL Standard's "ends in a number": browsers read such a host as an IPv4 address. */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

    private CanonicalHost() {}

    /**
     * Judges a host that {@link java.net.URI} found to be well-formed, in lower case and without a
     * scope id.
     *
     * @return false for a trailing dot, and for IP addresses in any but the one form that browsers
     *     print
     */
    static boolean isCanonical(String host) {
        if (host.startsWith("[")) {
            return isCanonicalIpv6(host.substring(1, host.length() - 1));
        }
        if (ENDS_IN_A_NUMBER.matcher(host).matches()) {
            return DOTTED_QUAD.matcher(host).matches();
        }
        return !host.endsWith(".");
    }

    /** IPv4-mapped addresses are never canonical: Java reads them as IPv4, browsers do not. */
    private static boolean isCanonicalIpv6(String address) {
        return IpAddress.parse(address)
                .map(IpAddress::toString)
                .filter(address::equals)
                .isPresent();
    }
}
