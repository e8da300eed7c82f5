package io.hookbridge.base.ip;

import java.net.InetAddress;
import java.util.Optional;

/** What can be said of an address to listen on without asking anybody. */
public final class ListenAddress {

    private ListenAddress() {}

    /** Whether it is an IPv4 or IPv6 address and not a name. */
    public static boolean isLiteral(String host) {
        return literal(host).isPresent();
    }

    /** Whether only this machine reaches it. */
    public static boolean isLoopback(String host) {
        return host.equals("localhost")
                || literal(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** The host of a URL under which this machine reaches what listens there. */
    public static String fromHere(String host) {
        if (literal(host).filter(InetAddress::isAnyLocalAddress).isPresent()) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static Optional<InetAddress> literal(String host) {
        return IpAddress.parse(host)
                .map(IpAddress::inet)
                .filter(inet -> !inet.isMulticastAddress());
    }
}
