package io.hookbridge.base.ip;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address without port and zone. One that IPv6 maps (RFC 4291, section 2.5.5.2) is
 * the IPv4 address that it maps, so equal addresses are equal however they were spelled.
 *
 * @param inet the address; its host name, if it has one, does not matter
 */
public record IpAddress(InetAddress inet) {

    private static final Pattern CHARACTERS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    /** RFC 7239, section 6: IPv6 in brackets, and a port or a word in the place of one. */
    private static final Pattern NODE =
            Pattern.compile(
                    "(?:\\[(?<six>[^\\]]*:[^\\]]*)\\]|(?<four>[0-9.]+))(?::(?:\\d{1,5}|_[A-Za-z0-9._-]+))?");

    private static final int GROUPS = 8;

    /** How many groups of an IPv6 address a provider gives to one customer at least. */
    private static final int NETWORK_GROUPS = 4;

    /**
     * The address that {@code text} spells in the one way that every reader understands alike: IPv4
     * as four decimal numbers without leading zeros, IPv6 without brackets and zone. Empty for
     * every other text.
     */
    public static Optional<IpAddress> parse(String text) {
        if (!CHARACTERS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return text.indexOf(':') >= 0 || address.getHostAddress().equals(text)
                    ? Optional.of(new IpAddress(address))
                    : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /**
     * The address in a text as proxies write it: with blanks around it, with a port, IPv6 with
     * brackets and without (RFC 7239, section 6). Empty for {@code unknown}, for made-up names such
     * as {@code _hidden}, and for every other text.
     */
    public static Optional<IpAddress> parseForwarded(String text) {
        String entry = text.strip();
        Matcher node = NODE.matcher(entry);
        if (!node.matches()) {
            return parse(entry);
        }
        return parse(node.group("six") == null ? node.group("four") : node.group("six"));
    }

    /**
     * What counts as one caller where callers are counted: the address itself, and of IPv6 the /64
     * that it lies in, because whoever has one address there has all of them.
     */
    public String network() {
        if (!(inet instanceof Inet6Address)) {
            return toString();
        }
        int[] groups = groups();
        for (int i = NETWORK_GROUPS; i < GROUPS; i++) {
            groups[i] = 0;
        }
        return text(groups) + "/64";
    }

    /** As RFC 5952 writes it, at most 39 characters. */
    @Override
    public String toString() {
        return inet instanceof Inet6Address ? text(groups()) : inet.getHostAddress();
    }

    private int[] groups() {
        byte[] bytes = inet.getAddress();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((bytes[2 * i] & 0xFF) << 8) | (bytes[2 * i + 1] & 0xFF);
        }
        return groups;
    }

    /** RFC 5952, section 4.2: the longest run of zeros is left out, the first of equal ones. */
    private static String text(int[] groups) {
        int from = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        // A single zero is written out.
        return length < 2
                ? join(groups, 0, GROUPS)
                : join(groups, 0, from) + "::" + join(groups, from + length, GROUPS);
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
