package io.hookbridge.net;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port on which nobody listens, at 127.0.0.1 and, where the machine has it, at ::1. Nobody gets
 * it by asking for any free one, as long as it is held; a server that names it may listen on it at
 * either address.
 */
public final class HeldPort implements AutoCloseable {

    private static final int TRIES = 100;

    private final Socket four;
    private final @Nullable Socket six;

    private HeldPort(Socket four, @Nullable Socket six) {
        this.four = four;
        this.six = six;
    }

    public static HeldPort open() {
        boolean hasSix = hasSix();
        for (int i = 0; i < TRIES; i++) {
            try {
                Socket four = bound("127.0.0.1", 0);
                try {
                    return new HeldPort(four, hasSix ? bound("::1", four.getLocalPort()) : null);
                } catch (BindException taken) {
                    four.close();
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        throw new AssertionError("no port is free at both addresses");
    }

    private static boolean hasSix() {
        try (Socket any = bound("::1", 0)) {
            return any.isBound();
        } catch (IOException none) {
            return false;
        }
    }

    /** Bound and not listening. Only what may share an address lets a listener in beside it. */
    private static Socket bound(String address, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    public int number() {
        return four.getLocalPort();
    }

    @Override
    public void close() {
        try (four;
                six) {
            // Both go, even if one cannot.
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
