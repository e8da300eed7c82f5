package io.hookbridge.app.config;

import java.net.InetAddress;

/** What can be said of an address to listen on without asking anybody. */
public final class ListenAddress {

    private ListenAddress() {}

    /** Whether it is an IPv4 or IPv6 address and not a name. */
    static boolean isLiteral(String host) {
        try {
            return !InetAddress.ofLiteral(host).isMulticastAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /** Whether only this machine reaches it. */
    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || (isLiteral(host) && InetAddress.ofLiteral(host).isLoopbackAddress());
    }

    /** The host of a URL under which this machine reaches what listens there. */
    public static String fromHere(String host) {
        if (isLiteral(host) && InetAddress.ofLiteral(host).isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
