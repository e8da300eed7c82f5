package io.hookbridge.net;

import io.hookbridge.base.ip.IpAddress;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request is to go, read from a URL by the parser that the client connects with. Whatever
 * another parser might read differently is refused.
 *
 * @param literal the address if the host is written as one
 */
public record Target(Url url, Optional<InetAddress> literal) {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 2048;

    private static final Pattern ABSOLUTE =
            Pattern.compile("https?://(?<authority>[^/?]+).*", Pattern.CASE_INSENSITIVE);

    /** What came of reading a URL. */
    public sealed interface Reading {

        /** It can be connected to, as far as the text tells. */
        record Read(Target target) implements Reading {}

        /**
         * @param sentence why not, for whoever wrote the URL
         */
        record Refused(String sentence) implements Reading {}
    }

    /** Reads a URL; it has 12 to 2048 characters. */
    public static Reading read(String text) {
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            return refused("The url must have %d to %d characters.".formatted(SHORTEST, LONGEST));
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c == '\\' || c == 0x7F)) {
            return refused("The url must not contain spaces, control characters or backslashes.");
        }
        if (text.indexOf('#') >= 0) {
            return refused("The url must not have a fragment; it would never be sent.");
        }
        Matcher parts = ABSOLUTE.matcher(text);
        if (!parts.matches()) {
            return refused("The url must begin with https:// and a host.");
        }
        if (parts.group("authority").indexOf('@') >= 0) {
            return refused("The url must not contain a user name or password.");
        }
        return Url.parse(text)
                .map(Target::judge)
                .orElseGet(() ->
                        refused(
                                "The url must have a valid host, and a port from 1 to 65535 if any."));
    }

    private static Reading judge(Url url) {
        Optional<InetAddress> literal = IpAddress.parse(url.host()).map(IpAddress::inet);
        if (literal.isEmpty() && isMeantAsAddress(url.host())) {
            return refused(
                    "The url must write an IPv4 address as four decimal numbers without leading zeros.");
        }
        return new Reading.Read(new Target(url, literal));
    }

    /**
     * Whether a host is meant as an address, however it is spelled: its last part is a number, and
     * no name ends so (URL Standard, "ends in a number checker").
     */
    private static boolean isMeantAsAddress(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = name.substring(name.lastIndexOf('.') + 1);
        return host.indexOf(':') >= 0
                || last.startsWith("0x")
                || (!last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static Reading refused(String sentence) {
        return new Reading.Refused(sentence);
    }

    /** Whether it is plain http, which anybody on the way can read and change. */
    public boolean isPlain() {
        return !url.https();
    }
}
