package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.process.BenchFailure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A network between the servers and PostgreSQL that can be cut and can go silent. */
final class Network implements AutoCloseable {

    private enum State {
        FINE,
        /** Nothing gets through, and nobody is told. */
        SILENT,
        /** Connections break, and new ones do too. */
        CUT
    }

    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.FINE;

    private Network(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("network").start(this::accept);
    }

    /** A network to whoever listens on this port of the loopback address. */
    static Network to(int port) {
        try {
            return new Network(port);
        } catch (IOException failure) {
            throw new BenchFailure("the proxy cannot listen: " + failure.getMessage());
        }
    }

    /** The port on this side of the network. */
    int port() {
        return listening.getLocalPort();
    }

    void goSilent() {
        set(State.SILENT);
    }

    /** Resets all connections, and every new one until it is mended. */
    void cut() {
        set(State.CUT);
        sockets.forEach(Network::reset);
    }

    void mend() {
        set(State.FINE);
    }

    private void set(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while the network is silent; whether it works now. */
    private boolean works() {
        lock.lock();
        try {
            while (state == State.SILENT) {
                changed.awaitUninterruptibly();
            }
            return state == State.FINE;
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                sockets.add(near);
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException closed) {
                // Then the loop ends.
            }
        }
    }

    private void connect(Socket near) {
        if (!works()) {
            forget(near);
            return;
        }
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            sockets.add(far);
            Thread.ofVirtual().start(() -> carry(near, far));
            carry(far, near);
        } catch (IOException refused) {
            forget(near);
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] bytes = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0 && works(); read = in.read(bytes)) {
                out.write(bytes, 0, read);
            }
        } catch (IOException broken) {
            // Both ends are told.
        } finally {
            forget(from);
            forget(to);
        }
    }

    private void forget(Socket socket) {
        sockets.remove(socket);
        reset(socket);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // It is closed either way.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
