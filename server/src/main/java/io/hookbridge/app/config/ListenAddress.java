package io.hookbridge.app.config;

import java.net.InetAddress;

/** What can be said of an address to listen on without asking anybody. */
final class ListenAddress {

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
}
