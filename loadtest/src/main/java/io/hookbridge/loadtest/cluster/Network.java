package io.hookbridge.loadtest.cluster;

import io.hookbridge.loadtest.process.BenchFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network between a server and PostgreSQL that can be cut, can go silent, and can keep
 * PostgreSQL's answer back at a moment of a transaction.
 */
public final class Network implements AutoCloseable {

    /** For a moment that comes many times a second while messages are sent. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

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
    private @Nullable Moment awaited;
    private @Nullable Socket kept;
    private boolean answered;

    private Network(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("network").start(this::accept);
    }

    /** A network to whoever listens on this port of the loopback address. */
    public static Network to(int port) {
        try {
            return new Network(port);
        } catch (IOException failure) {
            throw new BenchFailure("the proxy cannot listen: " + failure.getMessage());
        }
    }

    /** The port on this side of the network. */
    public int port() {
        return listening.getLocalPort();
    }

    public void goSilent() {
        set(State.SILENT);
    }

    /** Resets all connections, and every new one until it is mended. */
    public void cut() {
        set(State.CUT);
        sockets.forEach(Network::reset);
    }

    public void mend() {
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

    /**
     * PostgreSQL's answer to the next transaction that reaches {@code moment}, which is kept from
     * the server until this is closed. One at a time.
     */
    public KeptAnswer keepAnswer(Moment moment) {
        lock.lock();
        try {
            awaited = moment;
            answered = false;
        } finally {
            lock.unlock();
        }
        return new KeptAnswer();
    }

    /** See {@link #keepAnswer}. */
    public final class KeptAnswer implements AutoCloseable {

        private KeptAnswer() {}

        /** Returns when PostgreSQL has answered: what was asked for is done. */
        public void await() throws InterruptedException {
            long left = LONGEST_WAIT.toNanos();
            lock.lock();
            try {
                while (!answered) {
                    if (left <= 0) {
                        throw new BenchFailure("no transaction has reached the moment " + awaited);
                    }
                    left = changed.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                awaited = null;
                kept = null;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes note of a moment before PostgreSQL hears of it. */
    private void reached(Moment moment, Socket near) {
        lock.lock();
        try {
            if (moment == awaited && kept == null) {
                kept = near;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits while an answer to this connection is kept back. */
    private void passAnswer(Socket near) {
        lock.lock();
        try {
            while (near.equals(kept)) {
                answered = true;
                changed.signalAll();
                changed.awaitUninterruptibly();
            }
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
            SpokenToPostgres spoken = new SpokenToPostgres();
            Thread.ofVirtual()
                    .start(() ->
                            carry(
                                    near,
                                    far,
                                    (bytes, read) ->
                                            spoken.hear(bytes, read)
                                                    .ifPresent(moment -> reached(moment, near))));
            carry(far, near, (_, _) -> passAnswer(near));
        } catch (IOException refused) {
            forget(near);
        }
    }

    /** Sees what is carried before it goes on. */
    private interface Passage {
        void pass(byte[] bytes, int read);
    }

    private void carry(Socket from, Socket to, Passage passage) {
        byte[] bytes = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                passage.pass(bytes, read);
                if (!works()) {
                    return;
                }
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
