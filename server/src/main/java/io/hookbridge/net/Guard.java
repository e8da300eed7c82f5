package io.hookbridge.net;

import okhttp3.Dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;

import javax.net.SocketFactory;

/**
 * Keeps a client from forbidden addresses, at the two places where it learns of one: when a name is
 * looked up, and when a socket is connected. Written-out addresses come only to the second; and
 * because the address that is checked there is the one that is connected, a name that changes its
 * address in between gains nothing.
 */
final class Guard extends SocketFactory implements Dns {

    private final Predicate<InetAddress> allowed;
    private final HostLookup lookup;
    private final int bodyBytes;

    /**
     * @param bodyBytes how much of an answer's body is read at most
     */
    Guard(Predicate<InetAddress> allowed, HostLookup lookup, int bodyBytes) {
        this.allowed = allowed;
        this.lookup = lookup;
        this.bodyBytes = bodyBytes;
    }

    /** All addresses of the host, or none if one of them is forbidden. */
    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> addresses = lookup.lookup(host);
        if (!addresses.stream().allMatch(allowed)) {
            throw new BlockedAddressException();
        }
        return addresses;
    }

    @Override
    public Socket createSocket() {
        return new GuardedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("only connect() is guarded");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("only connect() is guarded");
    }

    @Override
    public Socket createSocket(InetAddress address, int port) {
        throw new UnsupportedOperationException("only connect() is guarded");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("only connect() is guarded");
    }

    /** Connects to allowed addresses only. */
    private final class GuardedSocket extends KeptSocket {

        GuardedSocket() {
            super(bodyBytes);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeoutMs) throws IOException {
            if (!(endpoint instanceof InetSocketAddress target)
                    || target.isUnresolved()
                    || !allowed.test(target.getAddress())) {
                throw new BlockedAddressException();
            }
            super.connect(endpoint, timeoutMs);
        }
    }
}
